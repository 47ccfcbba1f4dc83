-- The policy desk. A draft is a set of changed files over one kept edition; it never touches the edition in force.
-- One person drafts, another approves; on its day the approved edition takes force. Maker and checker are kept apart here as well as in
-- the program: a draft is never approved by its author, nor by anyone who wrote one of its files.
create table rulebook.draft (
  id uuid primary key,
  no bigint generated always as identity unique,
  title text not null check (title <> ''),
  why text not null,
  base_sha text not null references rulebook.edition,
  state text not null default 'DRAFT' check (state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'IN_FORCE', 'RETURNED', 'WITHDRAWN')),
  -- the day the change is meant to take force
  effective_on date,
  author uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_note text,
  -- the whole tree as approved
  result_sha text references rulebook.edition,
  in_force_at timestamptz,
  check (decided_by is null or decided_by <> author),
  check (state not in ('APPROVED', 'IN_FORCE') or (decided_by is not null and result_sha is not null and effective_on is not null))
);
create index on rulebook.draft (state, no);

-- A changed file: its whole new text, or null when the draft deletes it.
create table rulebook.draft_file (
  draft_id uuid not null references rulebook.draft on delete cascade,
  path text not null check (path ~ '^[0-9]{6}-[^/\\]+(/[^/\\]+){1,2}$' and path !~ '\.\.'),
  body text,
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (draft_id, path)
);

-- What-if runs attached to a draft, by the run's id.
create table rulebook.draft_run (
  draft_id uuid not null references rulebook.draft on delete cascade,
  run_id uuid not null,
  note text not null,
  attached_at timestamptz not null,
  attached_by uuid not null,
  primary key (draft_id, run_id)
);

create table rulebook.draft_event (
  id uuid primary key,
  draft_id uuid not null references rulebook.draft,
  at timestamptz not null,
  by_account uuid not null,
  by_name text not null,
  what text not null,
  note text
);
create index on rulebook.draft_event (draft_id, id);

-- Which edition takes force from which day. The folder's edition is in force before the first row. Rows follow one another: each stands
-- on the one before and never takes force before it.
create table rulebook.enactment (
  id uuid primary key,
  sha256 text not null references rulebook.edition,
  base_sha text not null references rulebook.edition,
  from_day date not null,
  draft_id uuid not null unique references rulebook.draft,
  author uuid not null,
  approved_by uuid not null,
  approved_at timestamptz not null,
  check (approved_by <> author)
);
create index on rulebook.enactment (from_day, id);

create function rulebook.draft_moves() returns trigger language plpgsql as $$
begin
  if new.author is distinct from old.author or new.created_at is distinct from old.created_at then
    raise exception 'the author of a draft never changes' using errcode = 'check_violation';
  end if;
  if old.state = new.state then
    if old.state not in ('DRAFT', 'RETURNED') then
      raise exception 'a draft in state % is not edited', old.state using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if not ((old.state in ('DRAFT', 'RETURNED') and new.state in ('SUBMITTED', 'WITHDRAWN'))
       or (old.state = 'SUBMITTED' and new.state in ('APPROVED', 'RETURNED', 'WITHDRAWN'))
       or (old.state = 'APPROVED' and new.state = 'IN_FORCE')) then
    raise exception 'a draft does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if new.state <> 'RETURNED' and old.state <> 'DRAFT' and old.state <> 'RETURNED'
     and (new.base_sha, new.title, new.why, new.effective_on) is distinct from (old.base_sha, old.title, old.why, old.effective_on) then
    raise exception 'what was submitted is what is approved' using errcode = 'check_violation';
  end if;
  if new.state in ('APPROVED', 'RETURNED') then
    if new.decided_by is distinct from kernel.account() or new.decided_by = new.author
       or exists (select 1 from rulebook.draft_file f where f.draft_id = new.id and f.changed_by = new.decided_by) then
      raise exception 'who wrote a draft does not decide on it' using errcode = 'check_violation';
    end if;
    if not kernel.has_role('CITY_APPROVER') then
      raise exception 'only a city approver decides on a draft' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
create trigger moves before update on rulebook.draft for each row execute function rulebook.draft_moves();

create function rulebook.draft_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'DRAFT' or new.author is distinct from kernel.account() or new.decided_by is not null then
    raise exception 'a draft begins as its author''s own' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger begins before insert on rulebook.draft for each row execute function rulebook.draft_begins();

-- Files and runs are changed only while the draft is being written, and by whoever says so.
create function rulebook.draft_open() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from rulebook.draft d where d.id = coalesce(new.draft_id, old.draft_id) and d.state in ('DRAFT', 'RETURNED')) then
    raise exception 'a draft that was submitted is not edited' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger open before insert or update or delete on rulebook.draft_file for each row execute function rulebook.draft_open();
create trigger open before insert or update or delete on rulebook.draft_run for each row execute function rulebook.draft_open();

create function rulebook.file_writer() returns trigger language plpgsql as $$
begin
  if new.changed_by is distinct from kernel.account() then
    raise exception 'a file is signed by its writer' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger writer before insert or update on rulebook.draft_file for each row execute function rulebook.file_writer();

create function rulebook.enactment_stands() returns trigger language plpgsql as $$
begin
  if new.approved_by is distinct from kernel.account() then
    raise exception 'an enactment is signed by its approver' using errcode = 'check_violation';
  end if;
  if not exists (select 1 from rulebook.draft d where d.id = new.draft_id and d.state = 'APPROVED' and d.result_sha = new.sha256
                 and d.base_sha = new.base_sha and d.effective_on = new.from_day and d.decided_by = new.approved_by and d.author = new.author) then
    raise exception 'only an approved draft takes force' using errcode = 'check_violation';
  end if;
  if exists (select 1 from rulebook.enactment e where e.from_day > new.from_day) then
    raise exception 'an edition does not take force before the one it stands on' using errcode = 'check_violation';
  end if;
  if new.base_sha is distinct from coalesce((select e.sha256 from rulebook.enactment e order by e.id desc limit 1), new.base_sha) then
    raise exception 'an edition stands on the last one approved' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger stands before insert on rulebook.enactment for each row execute function rulebook.enactment_stands();

call kernel.guard_split('rulebook.draft', '(select kernel.account()) is not null',
  $$(select kernel.has_role('CITY_OFFICER')) or (select kernel.has_role('CITY_APPROVER')) or (select kernel.has_role('SERVICE'))$$);
call kernel.guard_split('rulebook.draft_file', '(select kernel.account()) is not null', $$(select kernel.has_role('CITY_OFFICER'))$$, true);
call kernel.guard_split('rulebook.draft_run', '(select kernel.account()) is not null', $$(select kernel.has_role('CITY_OFFICER'))$$, true);
call kernel.guard_append_only('rulebook.draft_event', '(select kernel.account()) is not null', $$by_account = (select kernel.account())$$);
call kernel.guard_append_only('rulebook.enactment', '(select kernel.account()) is not null', $$(select kernel.has_role('CITY_APPROVER'))$$);
