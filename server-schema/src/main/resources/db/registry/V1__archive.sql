-- Archive: people, kinship, households, dated facts, one file a child.
--
-- `region_id` is the place that keeps the record: for a child and the household the place they live in; a relative who lives elsewhere
-- is kept where the child is, with `home_id` saying where they live, so that whoever answers for the child sees the family.
create table registry.person (
  id uuid primary key,
  region_id int not null references region.region,
  hukou_id int references region.region,
  home_id int references region.region,
  name text not null,
  sex text not null check (sex in ('男', '女', '未知')),
  born date,
  ethnicity text,
  id_cipher bytea,
  -- HMAC-SM3 of the 18-character number; null while the number on paper is not a possible one
  id_index bytea,
  last4_index bytea,
  id_note text,
  phone_cipher bytea,
  account_cipher bytea,
  bank text,
  address_cipher bytea,
  -- first day of the death fact that holds as we know it now
  died_on date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
call kernel.guard_place('registry.person', true);
create index on registry.person (id_index);
create index on registry.person (last4_index);
create index on registry.person (name collate "C", born);
create index on registry.person (region_id);
create index on registry.person (hukou_id) where hukou_id is not null;

create table registry.household (
  id uuid primary key,
  file_no text not null unique,
  region_id int not null references region.region,
  head_id uuid not null references registry.person,
  head_name text not null,
  name_key text not null collate "C",
  address_cipher bytea,
  members int not null default 0,
  children int not null default 0,
  updated_at timestamptz not null default now()
);
call kernel.guard_place('registry.household');
create index on registry.household (district_id, name_key, id);
create index on registry.household (city_id, name_key, id);
create index on registry.household (town_id, name_key, id);
create index on registry.household (region_id, name_key, id);
create index on registry.household (head_id);

create table registry.member (
  household_id uuid not null references registry.household,
  person_id uuid not null references registry.person,
  relation text not null,
  true_from date,
  true_to date,
  primary key (household_id, person_id)
);
call kernel.guard_by('registry.member', 'household_id', 'registry.household');
create index on registry.member (person_id);

-- `relative_id` is the `relation` of `person_id`.
create table registry.kinship (
  id uuid primary key default uuidv7(),
  person_id uuid not null references registry.person,
  relative_id uuid not null references registry.person,
  relation text not null,
  true_from date,
  true_to date,
  known_from timestamptz not null default now(),
  unique nulls not distinct (person_id, relative_id, relation, true_from)
);
call kernel.guard_by('registry.kinship', 'person_id', 'registry.person');
create index on registry.kinship (relative_id);

create table registry.child_file (
  id uuid primary key,
  file_no text not null unique,
  person_id uuid not null unique references registry.person,
  household_id uuid references registry.household,
  region_id int not null references region.region,
  hukou_id int references region.region,
  name text not null,
  -- pinyin, then the name itself: the order people look names up in
  name_key text not null collate "C",
  sex text not null,
  born date not null,
  stage text not null check (stage in ('FOUND', 'APPLYING', 'CHECKING', 'DECIDED', 'PAID', 'WATCHED', 'CLOSED')),
  level text not null default 'NONE' check (level in ('RED', 'ORANGE', 'YELLOW', 'GREEN', 'NONE')),
  -- the larger, the sooner somebody must look: level first, then the stage
  urgency int generated always as (
    case level when 'RED' then 400 when 'ORANGE' then 300 when 'YELLOW' then 200 when 'GREEN' then 100 else 0 end
    + case stage when 'FOUND' then 60 when 'APPLYING' then 50 when 'CHECKING' then 40 when 'DECIDED' then 30 when 'WATCHED' then 20 when 'PAID' then 10 else 0 end) stored,
  completeness smallint not null default 0,
  -- codes of the episodes in registry.category that run
  categories text[] not null default '{}',
  died_on date,
  opened_on date not null,
  closed_on date,
  updated_at timestamptz not null default now()
);
call kernel.guard_place('registry.child_file', true);
create index on registry.child_file (district_id, name_key, id);
create index on registry.child_file (district_id, born, id);
create index on registry.child_file (district_id, updated_at, id);
create index on registry.child_file (district_id, urgency, id);
create index on registry.child_file (district_id, stage, name_key);
create index on registry.child_file (city_id, name_key, id);
create index on registry.child_file (city_id, born, id);
create index on registry.child_file (city_id, updated_at, id);
create index on registry.child_file (city_id, urgency, id);
create index on registry.child_file (city_id, stage, name_key);
create index on registry.child_file (town_id, name_key, id);
create index on registry.child_file (region_id, name_key, id);
-- children registered here who live elsewhere: few at every level, so one order is enough
create index on registry.child_file (hukou_city_id, name_key, id) where hukou_city_id <> city_id;
create index on registry.child_file (hukou_district_id, name_key, id) where hukou_district_id <> district_id;
create index on registry.child_file (hukou_town_id, name_key, id) where hukou_town_id <> town_id;
create index on registry.child_file (hukou_id, name_key, id) where hukou_id <> region_id;
create index on registry.child_file (household_id);
create index on registry.child_file (name collate "C", born);
create sequence registry.file_number;
create sequence registry.household_number;
grant usage on sequence registry.file_number, registry.household_number to hutong_app;

-- What a child is supported or watched as, as dated episodes; determination starts and ends them.
create table registry.category (
  id uuid primary key default uuidv7(),
  file_id uuid not null references registry.child_file,
  code text not null,
  name text not null,
  true_from date not null,
  true_to date,
  source text not null
);
call kernel.guard_by('registry.category', 'file_id', 'registry.child_file');
create index on registry.category (file_id);

-- Two dates rule a fact: when it was true and when we knew it. Nothing is overwritten; a better row supersedes.
create table registry.fact (
  id uuid primary key,
  person_id uuid not null references registry.person,
  kind text not null,
  -- health and adoption stand in value_cipher alone
  value text,
  value_cipher bytea,
  detail_cipher bytea,
  true_from date not null,
  true_to date,
  known_from timestamptz not null,
  superseded_at timestamptz,
  superseded_by uuid,
  -- a department's list; null for what our own people said or a roster brought
  source_list text,
  source_name text,
  delivery_id uuid,
  delivery_sm3 bytea,
  source_row int,
  entered_by uuid,
  entered_name text,
  evidence_file_id uuid,
  note text,
  check (value is not null or value_cipher is not null),
  check (true_to is null or true_to >= true_from)
);
call kernel.guard_by('registry.fact', 'person_id', 'registry.person');
create index on registry.fact (person_id, kind);
create index on registry.fact (delivery_id, source_row) where delivery_id is not null;

-- Where a record stood before: written by every re-homing, so that yesterday's figures can be told.
create table registry.move (
  id uuid primary key default uuidv7(),
  person_id uuid not null references registry.person,
  from_region int not null references region.region,
  to_region int not null references region.region,
  from_hukou int references region.region,
  to_hukou int references region.region,
  moved_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text not null
);
call kernel.guard_by('registry.move', 'person_id', 'registry.person');
create index on registry.move (person_id);

-- Changes of risk level with their cause.
create table registry.level_change (
  id uuid primary key default uuidv7(),
  file_id uuid not null references registry.child_file,
  level text not null,
  cause text not null,
  on_date date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null
);
call kernel.guard_by('registry.level_change', 'file_id', 'registry.child_file');
create index on registry.level_change (file_id);

-- What belongs to the named parts of a file beside facts, visits and payments: work log, care given, problems found, solutions.
create table registry.entry (
  id uuid primary key,
  file_id uuid not null references registry.child_file,
  part text not null check (part in ('VISITS', 'WORK_LOG', 'CARE', 'PROBLEMS', 'SOLUTIONS')),
  on_date date not null,
  text_cipher bytea not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  recorded_name text not null
);
call kernel.guard_by('registry.entry', 'file_id', 'registry.child_file');
create index on registry.entry (file_id, part, on_date);

-- Search under row security: only `=` and `^@` may use an index there. Numbers are found by the blind indexes of the person.
create table registry.token (
  token text not null collate "C",
  kind text not null check (kind in ('name', 'part', 'pinyin', 'initials')),
  person_id uuid not null references registry.person,
  is_child boolean not null,
  region_id int not null, town_id int, district_id int, city_id int,
  hukou_id int, hukou_town_id int, hukou_district_id int, hukou_city_id int
);
call kernel.guard_with('registry.token', 'district_id = any ((select kernel.scope())::int[]) or city_id = any ((select kernel.scope())::int[]) or town_id = any ((select kernel.scope())::int[]) or region_id = any ((select kernel.scope())::int[]) or hukou_id = any ((select kernel.scope())::int[]) or hukou_town_id = any ((select kernel.scope())::int[]) or hukou_district_id = any ((select kernel.scope())::int[]) or hukou_city_id = any ((select kernel.scope())::int[])', true);
create index on registry.token (district_id, token);
create index on registry.token (city_id, token);
create index on registry.token (hukou_district_id, token) where hukou_district_id <> district_id;
create index on registry.token (hukou_city_id, token) where hukou_city_id <> city_id;
create index on registry.token (person_id);

-- A person's file and search rows stand where the person stands.
create function registry.follow_person() returns trigger language plpgsql as $$
begin
  update registry.child_file set region_id = new.region_id, hukou_id = new.hukou_id where person_id = new.id;
  update registry.token set region_id = new.region_id, town_id = new.town_id, district_id = new.district_id, city_id = new.city_id,
    hukou_id = new.hukou_id, hukou_town_id = new.hukou_town_id, hukou_district_id = new.hukou_district_id, hukou_city_id = new.hukou_city_id
    where person_id = new.id;
  return null;
end $$;
create trigger follow after update on registry.person for each row
  when ((old.region_id, old.town_id, old.district_id, old.city_id, old.hukou_id, old.hukou_town_id, old.hukou_district_id)
    is distinct from (new.region_id, new.town_id, new.district_id, new.city_id, new.hukou_id, new.hukou_town_id, new.hukou_district_id))
  execute function registry.follow_person();

-- What each file holds of the six named parts (一人一档; 滨海新区 2024–2026 plan, item 8): the seven basic items, and how many entries of the other five.
create function registry.held_parts(files uuid[]) returns table (file_id uuid, number boolean, ethnicity boolean, address boolean, phone boolean,
  father boolean, mother boolean, guardian boolean, visits int, work_log int, care int, problems int, solutions int)
language sql stable as $$
  select f.id, p.id_index is not null, p.ethnicity is not null, p.address_cipher is not null or h.address_cipher is not null,
    p.phone_cipher is not null or coalesce(k.phone, false), coalesce(k.father, false), coalesce(k.mother, false), coalesce(k.guardian, false),
    coalesce(e.visits, 0)::int, coalesce(e.work_log, 0)::int, coalesce(e.care, 0)::int, coalesce(e.problems, 0)::int, coalesce(e.solutions, 0)::int
  from registry.child_file f
  join registry.person p on p.id = f.person_id
  left join registry.household h on h.id = f.household_id
  left join lateral (
    select bool_or(k.relation = 'FATHER') father, bool_or(k.relation = 'MOTHER') mother, bool_or(k.relation in ('GUARDIAN', 'CARER')) guardian,
      bool_or(r.phone_cipher is not null and r.died_on is null) phone
    from registry.kinship k join registry.person r on r.id = k.relative_id where k.person_id = f.person_id and k.true_to is null) k on true
  left join lateral (
    select count(*) filter (where part = 'VISITS') visits, count(*) filter (where part = 'WORK_LOG') work_log, count(*) filter (where part = 'CARE') care,
      count(*) filter (where part = 'PROBLEMS') problems, count(*) filter (where part = 'SOLUTIONS') solutions
    from registry.entry e where e.file_id = f.id) e on true
  where f.id = any(files)
$$;

-- Half the mark for the basic items, a tenth for each other part that has an entry.
create function registry.count_completeness(files uuid[]) returns void language sql as $$
  update registry.child_file f set completeness =
    round(50.0 * (number::int + ethnicity::int + address::int + phone::int + father::int + mother::int + guardian::int) / 7)
    + 10 * ((visits > 0)::int + (work_log > 0)::int + (care > 0)::int + (problems > 0)::int + (solutions > 0)::int)
  from registry.held_parts(files) h where h.file_id = f.id
$$;

-- The application role owns nothing and so may not ANALYZE; after a bulk load the planner must not wait for autovacuum.
create function registry.freshen() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze registry.person; analyze registry.child_file; analyze registry.token; analyze registry.household; analyze registry.member;
  analyze registry.kinship; analyze registry.fact; analyze registry.category; analyze registry.entry;
end $$;
revoke execute on function registry.freshen() from public;
grant execute on function registry.freshen() to hutong_app;
