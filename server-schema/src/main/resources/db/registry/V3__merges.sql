-- One person under two records: the one points to the other, both rows stay as they are. Nothing is moved, so taking the merge back
-- restores what was there, to the byte; readers join what stands under both.
alter table registry.person add column merged_into uuid references registry.person check (merged_into <> id);
-- children born on one day are compared with a new one
create index on registry.person (born);
create index on registry.person (merged_into) where merged_into is not null;
alter table registry.child_file add column merged_into uuid references registry.child_file check (merged_into <> id);
create index on registry.child_file (merged_into) where merged_into is not null;

-- The act: who joined what, why, and who took it back. Rows are never removed.
create table registry.merge (
  id uuid primary key,
  survivor_id uuid not null references registry.person,
  merged_id uuid not null references registry.person,
  survivor_file uuid references registry.child_file,
  merged_file uuid references registry.child_file,
  reason text not null check (length(trim(reason)) >= 2),
  done_at timestamptz not null,
  done_by uuid not null,
  done_name text not null,
  undone_at timestamptz,
  undone_by uuid,
  undone_name text,
  undone_reason text,
  check (survivor_id <> merged_id),
  check ((undone_at is null) = (undone_by is null) and (undone_at is null or length(trim(undone_reason)) >= 2))
);
create unique index on registry.merge (merged_id) where undone_at is null;
create index on registry.merge (survivor_id);
call kernel.guard_with('registry.merge', 'exists (select 1 from registry.person p where p.id in (survivor_id, merged_id))');
-- a program never joins two people
create policy by_a_person on registry.merge as restrictive for insert
  with check (done_by = kernel.account() and not kernel.has_role('SERVICE'));

-- For each record asked about, all records of the same person that the reader may see: the surviving one and those joined to it.
create function registry.whole(ids uuid[]) returns table (asked uuid, person_id uuid, survivor_id uuid) language sql stable as $$
  with recursive up (asked, id, into_id) as (
    select p.id, p.id, p.merged_into from registry.person p where p.id = any (ids)
    union all
    select up.asked, p.id, p.merged_into from up join registry.person p on p.id = up.into_id),
  root as (select asked, id from up where into_id is null),
  down (asked, id, root) as (
    select asked, id, id from root
    union all
    select down.asked, p.id, down.root from down join registry.person p on p.merged_into = down.id)
  select asked, id, root from down
$$;
