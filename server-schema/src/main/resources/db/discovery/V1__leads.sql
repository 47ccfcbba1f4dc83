create sequence discovery.lead_no;
grant usage on sequence discovery.lead_no to hutong_app;

-- A lead is a question put to a person. It changes nobody's benefit and merges nobody.
create table discovery.lead (
  id uuid primary key default uuidv7(),
  no text not null unique,
  -- a row of the rulebook's comparisons, by code, and its name on the day of the finding
  rule_code text not null,
  rule_name text not null,
  child_file_id uuid not null references registry.child_file,
  child_person_id uuid not null references registry.person,
  child_name text not null,
  child_born date not null,
  region_id int not null references region.region,
  hukou_id int references region.region,
  -- hash of the facts the lead rests on: the same lead does not come back unless its facts changed
  fingerprint text not null,
  programme text,
  state text not null check (state in ('NEW', 'ASSIGNED', 'CONFIRMED', 'NOT_MATCHING', 'ALREADY_SERVED', 'NOT_FOUND', 'NEEDS_HELP')),
  level text not null check (level in ('RED', 'ORANGE', 'YELLOW', 'GREEN', 'NONE')),
  confidence int not null check (confidence between 0 and 100),
  confidence_why text not null,
  sentence text not null,
  why text not null,
  clause_id text,
  clause_document text,
  clause_text text,
  found_at timestamptz not null,
  found_on date not null,
  delivery_id uuid references exchange.delivery,
  limit_days int not null,
  due_on date,
  post_id uuid references region.post,
  assignee_account_id uuid,
  assignee_name text,
  reason text,
  note text,
  answered_by uuid,
  answered_name text,
  answered_at timestamptz,
  answered_on date,
  application_id uuid references determination.application,
  unique (rule_code, child_file_id, fingerprint),
  -- "does not match" is said with a reason
  check (state <> 'NOT_MATCHING' or length(trim(reason)) >= 2)
);
call kernel.guard_place('discovery.lead', true);
create index on discovery.lead (city_id, found_at, id);
create index on discovery.lead (district_id, found_at, id);
create index on discovery.lead (town_id, found_at, id);
create index on discovery.lead (region_id, found_at, id);
create index on discovery.lead (hukou_district_id, found_at, id);
create index on discovery.lead (child_file_id);
create index on discovery.lead (state, rule_code);

create table discovery.evidence (
  id uuid primary key default uuidv7(),
  lead_id uuid not null references discovery.lead,
  place int not null,
  label text not null,
  ours_value text,
  ours_source text,
  ours_date date,
  theirs_value text,
  list text,
  list_name text,
  delivery_id uuid references exchange.delivery,
  row_no int,
  theirs_date date,
  same boolean not null
);
create index on discovery.evidence (lead_id);
call kernel.guard_by('discovery.evidence', 'lead_id', 'discovery.lead');

create table discovery.lead_event (
  id uuid primary key default uuidv7(),
  lead_id uuid not null references discovery.lead,
  at timestamptz not null,
  account_id uuid not null,
  who text not null,
  text text not null
);
create index on discovery.lead_event (lead_id);
call kernel.guard_by('discovery.lead_event', 'lead_id', 'discovery.lead');
revoke update on discovery.lead_event from hutong_app;

-- Which list's which field was right or wrong, as people found it at the door.
create table discovery.source_verdict (
  id uuid primary key default uuidv7(),
  lead_id uuid not null references discovery.lead,
  list text not null,
  field text,
  wrong boolean not null,
  at timestamptz not null,
  unique (lead_id, list)
);
create index on discovery.source_verdict (list);
call kernel.guard_by('discovery.source_verdict', 'lead_id', 'discovery.lead');

create table discovery.run (
  id uuid primary key default uuidv7(),
  at timestamptz not null,
  delivery_id uuid references exchange.delivery,
  account_id uuid not null,
  region_id int not null references region.region,
  facts_recorded int not null,
  children_looked_at int not null,
  leads_new int not null,
  leads_kept int not null,
  took_ms bigint not null
);
call kernel.guard_place('discovery.run');
