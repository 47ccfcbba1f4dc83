-- A due contact (联系) or due visit (走访) a worker owes a child, with the row of law it comes from.
create table watch.duty (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('CONTACT', 'VISIT')),
  cadence text not null,
  child_file_id uuid not null references registry.child_file,
  child_person_id uuid not null references registry.person,
  child_name text not null,
  region_id int not null references region.region,
  because text not null,
  clause text not null,
  assumption boolean not null,
  opened_on date not null,
  due_on date not null,
  assignee uuid,
  assignee_name text,
  level text not null default 'NONE' check (level in ('RED', 'ORANGE', 'YELLOW', 'GREEN', 'NONE')),
  done_on date,
  done_at timestamptz,
  done_by uuid
);
create unique index one_open_of_each on watch.duty (child_file_id, cadence) where done_on is null;
create index on watch.duty (child_file_id, due_on);
call kernel.guard_place('watch.duty');
create index on watch.duty (district_id, due_on) where done_on is null;
create index on watch.duty (city_id, due_on) where done_on is null;
create index on watch.duty (town_id, due_on) where done_on is null;
create index on watch.duty (region_id, due_on) where done_on is null;

create table watch.visit (
  id uuid primary key default uuidv7(),
  duty_id uuid not null unique references watch.duty,
  child_file_id uuid not null,
  on_day date not null,
  how text not null check (how in ('PHONE', 'HOME', 'SCHOOL', 'VIDEO')),
  seen boolean not null,
  level text check (level in ('RED', 'ORANGE', 'YELLOW', 'GREEN', 'NONE')),
  -- living with, health, school and the note, sealed as one JSON object
  answers bytea not null,
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null
);
create index on watch.visit (child_file_id, on_day);
call kernel.guard_by('watch.visit', 'duty_id', 'watch.duty');
revoke update on watch.visit from hutong_app;
