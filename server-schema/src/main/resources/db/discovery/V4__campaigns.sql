-- Survey campaigns 摸底排查: one task a village, one line a child or a household that is asked about.
create table discovery.campaign (
  id uuid primary key,
  no text not null unique,
  name text not null,
  basis text not null,
  categories text[] not null,
  region_id int not null references region.region,
  started_on date not null,
  due_on date not null,
  state text not null check (state in ('RUNNING', 'CLOSED')),
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  closed_on date,
  check (due_on >= started_on)
);
call kernel.guard_place('discovery.campaign');
create sequence discovery.campaign_no;
grant usage on sequence discovery.campaign_no to hutong_app;

-- The village's share. Name and days stand here too: the village sees its task and not the district's campaign row.
create table discovery.campaign_task (
  id uuid primary key,
  campaign_id uuid not null references discovery.campaign,
  campaign_name text not null,
  started_on date not null,
  due_on date not null,
  region_id int not null references region.region,
  account_id uuid,
  assignee text,
  targets int not null,
  answered int not null default 0,
  first_on date,
  done_on date,
  closed boolean not null default false,
  reminded_on date,
  unique (campaign_id, region_id)
);
call kernel.guard_place('discovery.campaign_task');
create index on discovery.campaign_task (account_id) where done_on is null and not closed;

create table discovery.campaign_target (
  id uuid primary key,
  task_id uuid not null references discovery.campaign_task,
  region_id int not null references region.region,
  child_file_id uuid references registry.child_file,
  child_name text not null,
  born date,
  -- the child was already known when the campaign began, or was found by it
  known boolean not null,
  result text check (result in ('SAME', 'CHANGED', 'MOVED_OUT', 'NEW', 'NOT_FOUND')),
  focus boolean not null default false,
  needs_plan boolean not null default false,
  plan text,
  answers bytea,
  answered_on date,
  answered_at timestamptz,
  answered_by uuid,
  answered_name text,
  check (result is null or answered_on is not null)
);
call kernel.guard_place('discovery.campaign_target');
create index on discovery.campaign_target (task_id, id);
