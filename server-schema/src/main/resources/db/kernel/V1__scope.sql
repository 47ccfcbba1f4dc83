-- Who is asking, as the transaction says it (SET LOCAL). An unset or emptied setting gives NULL, and NULL lets nothing through.
create function kernel.scope() returns int[] language sql stable parallel safe
  return nullif(current_setting('hutong.scope', true), '')::int[];
create function kernel.account() returns uuid language sql stable parallel safe
  return nullif(current_setting('hutong.account', true), '')::uuid;
create function kernel.office() returns int language sql stable parallel safe
  return nullif(current_setting('hutong.office', true), '')::int;
create function kernel.has_role(role text) returns boolean language sql stable parallel safe
  return coalesce(role = any (string_to_array(nullif(current_setting('hutong.roles', true), ''), ',')), false);



grant usage on schema kernel to hutong_app;

-- Puts a table whose rows stand at a place under row security.
-- The table has `region_id int not null` (the lowest place known) and, with two places, `hukou_id int`. The chain of places above
-- is filled by a trigger, so that the policy compares ids with `=` alone, whatever the reader's level.
create procedure kernel.guard_place(target regclass, two_places boolean default false, deletes boolean default false)
language plpgsql as $$
declare
  sight text := 'district_id = any ((select kernel.scope())::int[]) or city_id = any ((select kernel.scope())::int[]) or town_id = any ((select kernel.scope())::int[]) or region_id = any ((select kernel.scope())::int[])';
begin
  execute format('alter table %s add column town_id int, add column district_id int, add column city_id int', target);
  execute format('create trigger chain before insert or update of region_id on %s for each row execute function region.fill_chain()', target);
  if two_places then
    execute format('alter table %s add column hukou_town_id int, add column hukou_district_id int, add column hukou_city_id int', target);
    execute format('create trigger hukou_chain before insert or update of hukou_id on %s for each row execute function region.fill_hukou_chain()', target);
    sight := sight || ' or hukou_id = any ((select kernel.scope())::int[]) or hukou_town_id = any ((select kernel.scope())::int[]) or hukou_district_id = any ((select kernel.scope())::int[]) or hukou_city_id = any ((select kernel.scope())::int[])';
  end if;
  call kernel.guard_with(target, sight, deletes);
end $$;

-- Puts a table under row security with the given condition for reading and writing.
create procedure kernel.guard_with(target regclass, sight text, deletes boolean default false)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy sees on %s for select using (%s)', target, sight);
  execute format('create policy adds on %s for insert with check (%s)', target, sight);
  execute format('create policy changes on %s for update using (%s) with check (%s)', target, sight, sight);
  execute format('grant select, insert, update on %s to hutong_app', target);
  if deletes then
    execute format('create policy removes on %s for delete using (%s)', target, sight);
    execute format('grant delete on %s to hutong_app', target);
  end if;
  execute format('grant usage on schema %I to hutong_app', (select nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target));
end $$;

-- Reading by one condition, writing by another.
create procedure kernel.guard_split(target regclass, sight text, edit text, deletes boolean default false)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy sees on %s for select using (%s)', target, sight);
  execute format('create policy adds on %s for insert with check (%s)', target, edit);
  execute format('create policy changes on %s for update using (%s) with check (%s)', target, edit, edit);
  execute format('grant select, insert, update on %s to hutong_app', target);
  if deletes then
    execute format('create policy removes on %s for delete using (%s)', target, edit);
    execute format('grant delete on %s to hutong_app', target);
  end if;
end $$;

-- Rows that may be added and read and never changed: policies, grants, and a trigger that stops everyone else too.
create procedure kernel.guard_append_only(target regclass, sight text, adds text)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy sees on %s for select using (%s)', target, sight);
  execute format('create policy adds on %s for insert with check (%s)', target, adds);
  execute format('grant select, insert on %s to hutong_app', target);
  execute format('create trigger never_changed before update or delete or truncate on %s for each statement execute function kernel.refuse_change()', target);
end $$;
create function kernel.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- After a merge: rows that stand at a place take up its present chain. Whoever orders the merge need not see those rows: for these
-- statements, and no others of the transaction, the scope is the place itself.
create function kernel.restand(place int) returns bigint language plpgsql as $$
declare
  t record;
  n bigint;
  total bigint := 0;
  asked text := coalesce(current_setting('hutong.scope', true), '');
begin
  perform set_config('hutong.scope', '{' || place || '}', true);
  for t in select tgrelid::regclass as target, tgname from pg_trigger where tgname in ('chain', 'hukou_chain') loop
    if t.tgname = 'chain' then
      execute format('update %s set region_id = region_id where region_id = $1', t.target) using place;
    else
      execute format('update %s set hukou_id = hukou_id where hukou_id = $1', t.target) using place;
    end if;
    get diagnostics n = row_count;
    total := total + n;
  end loop;
  perform set_config('hutong.scope', asked, true);
  return total;
end $$;

-- Rows seen exactly when their parent row is seen (the parent's own policy decides, under the same role).
create procedure kernel.guard_by(target regclass, link text, parent regclass, deletes boolean default false)
language plpgsql as $$
begin
  call kernel.guard_with(target, format('exists (select 1 from %s parent where parent.id = %I)', parent, link), deletes);
end $$;

-- One row for the whole database: the migrations it has had, so that a start with nothing new skips them.
create table kernel.migrated (
  one boolean primary key default true check (one),
  hash text not null
);
alter table kernel.migrated enable row level security;

-- Reference rows that hold nothing about anyone (regions, calendar, packs): every signed-in account reads them, nobody without one.
create procedure kernel.guard_reference(target regclass)
language plpgsql as $$
begin
  call kernel.guard_with(target, '(select kernel.account()) is not null');
end $$;
