create sequence determination.application_no;
create sequence determination.decision_no;
grant usage on sequence determination.application_no, determination.decision_no to hutong_app;

-- An application goes to the township of the child's registered household (hukou_id); the place of living sees it too.
-- Nothing but an application, checked by one person and confirmed by another, ends in a benefit decided here.
create table determination.application (
  id uuid primary key default uuidv7(),
  no text not null unique,
  programme text not null,
  programme_name text not null,
  child_file_id uuid not null references registry.child_file,
  child_person_id uuid not null references registry.person,
  child_name text not null,
  region_id int not null references region.region,
  hukou_id int references region.region,
  -- an opaque reference: determination knows nothing of leads; one lead opens one application at most
  lead_id uuid unique,
  lead_rule text,
  stage text not null check (stage in ('DRAFT', 'SUBMITTED', 'TOWN_CHECK', 'DISTRICT_DECISION', 'CONFIRMED', 'REFUSED', 'RETURNED')),
  form jsonb not null,
  -- identity numbers, phones and accounts of the form, sealed as one JSON object
  secrets bytea,
  applicant_kind text check (applicant_kind in ('GUARDIAN', 'ENTRUSTED_RELATIVE', 'VILLAGE_COMMITTEE')),
  applicant_person_id uuid,
  applicant_name text,
  applicant_relation text,
  applicant_reason text,
  opened_on date not null,
  opened_by uuid not null,
  submitted_on date,
  submitted_by uuid,
  updated_at timestamptz not null,
  -- the village committee applies in special cases only, and says which
  check (applicant_kind <> 'VILLAGE_COMMITTEE' or length(trim(applicant_reason)) >= 4)
);
create index on determination.application (child_file_id);
create unique index one_open_application on determination.application (child_person_id, programme)
  where stage in ('DRAFT', 'SUBMITTED', 'TOWN_CHECK', 'DISTRICT_DECISION', 'RETURNED');
call kernel.guard_place('determination.application', true);
create index on determination.application (district_id, stage, updated_at);
create index on determination.application (hukou_district_id, stage, updated_at);
create index on determination.application (hukou_town_id, stage, updated_at);
create index on determination.application (city_id, stage, updated_at);

create table determination.step (
  id uuid primary key default uuidv7(),
  application_id uuid not null references determination.application,
  stage text not null,
  name text not null,
  account_id uuid not null,
  who text not null,
  at timestamptz not null,
  on_day date not null,
  note text
);
create index on determination.step (application_id);
call kernel.guard_by('determination.step', 'application_id', 'determination.application');
revoke update on determination.step from hutong_app;

-- A statutory limit is kept as "N working days from D" with its clause; the last day is filled in once the calendar knows it.
create table determination.clock (
  id uuid primary key default uuidv7(),
  application_id uuid not null references determination.application,
  stage text not null check (stage in ('TOWN_CHECK', 'DISTRICT_DECISION')),
  started_on date not null,
  limit_days int not null check (limit_days > 0),
  clause text not null,
  assumption boolean not null default false,
  due_on date,
  stopped_on date
);
create unique index one_running_clock on determination.clock (application_id, stage) where stopped_on is null;
call kernel.guard_by('determination.clock', 'application_id', 'determination.application');

create table determination.town_check (
  id uuid primary key default uuidv7(),
  application_id uuid not null references determination.application,
  opinion text not null check (opinion in ('PASS', 'NOT_PASS', 'RETURN')),
  note text not null,
  items jsonb not null,
  checked_by uuid not null,
  checked_by_name text not null,
  checked_at timestamptz not null,
  unique (id, checked_by),
  check (opinion = 'PASS' or length(trim(note)) >= 4)
);
create index on determination.town_check (application_id);
call kernel.guard_by('determination.town_check', 'application_id', 'determination.application');
revoke update on determination.town_check from hutong_app;

create table determination.decision (
  id uuid primary key default uuidv7(),
  no text not null unique,
  application_id uuid not null unique references determination.application,
  child_file_id uuid not null references registry.child_file,
  child_person_id uuid not null references registry.person,
  child_name text not null,
  programme text not null,
  programme_name text not null,
  region_id int not null references region.region,
  hukou_id int references region.region,
  outcome text not null check (outcome in ('CONFIRM', 'REFUSE')),
  reason text,
  town_check_id uuid not null,
  checked_by uuid not null,
  checked_by_name text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  decided_on date not null,
  first_month date check (extract(day from first_month) = 1),
  amount_fen bigint check (amount_fen >= 0),
  -- what the machine proposed, so that a person's different outcome stays visible
  proposed text not null check (proposed in ('yes', 'no', 'pending')),
  assumption boolean not null,
  place_code text not null,
  as_of date not null,
  known_on date not null,
  edition text not null references rulebook.edition,
  pack text not null,
  pack_version text not null,
  pack_sha256 text not null,
  engine text not null,
  rules text[] not null,
  -- sealed: the facts read (value, source, true from, known from) and the canonical result derived from them
  facts bytea not null,
  canonical bytea not null,
  canonical_sha256 text not null,
  -- sealed: the explanation as the approver saw it
  explanation bytea not null,
  foreign key (town_check_id, checked_by) references determination.town_check (id, checked_by),
  constraint maker_is_not_checker check (decided_by <> checked_by),
  constraint refusal_has_a_reason check (outcome = 'CONFIRM' or length(trim(coalesce(reason, ''))) >= 4),
  constraint confirmation_has_month_and_answer check (outcome = 'REFUSE' or (first_month is not null and proposed = 'yes')),
  constraint starts_in_a_later_month check (first_month is null or first_month > date_trunc('month', decided_on)::date)
);
create index on determination.decision (child_file_id);
call kernel.guard_place('determination.decision', true);
create index on determination.decision (district_id, decided_on);
create index on determination.decision (city_id, decided_on);
-- Decisions are written once, by the signed-in approver in person: no job and no other role can.
revoke update on determination.decision from hutong_app;
-- a merged place takes its decisions along; nothing else of a decision may change
grant update (region_id, hukou_id) on determination.decision to hutong_app;
create policy by_a_person on determination.decision as restrictive for insert
  with check (decided_by = kernel.account() and kernel.has_role('DISTRICT_APPROVER') and not kernel.has_role('SERVICE'));

-- A spell of months in which one child is owed one programme. Ends are set by the decided term or by a person; a changed
-- amount is a new spell that names the one before it.
create table determination.entitlement (
  id uuid primary key default uuidv7(),
  child_file_id uuid not null references registry.child_file,
  child_person_id uuid not null references registry.person,
  child_name text not null,
  region_id int not null references region.region,
  programme text not null,
  programme_name text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  first_month date not null check (extract(day from first_month) = 1),
  last_month date check (extract(day from last_month) = 1),
  -- DECISION: decided here. ROSTER: taken over from a roster that was paid before (接管自花名册), never shown as decided here
  origin text not null check (origin in ('DECISION', 'ROSTER')),
  decision_id uuid references determination.decision,
  source text not null,
  clause text not null,
  assumption boolean not null,
  cause text,
  previous_id uuid references determination.entitlement,
  end_reason text,
  end_clause text,
  ended_by uuid,
  ended_by_name text,
  ended_at timestamptz,
  payee_name text,
  payee_account bytea,
  payee_account_masked text,
  created_at timestamptz not null,
  check ((origin = 'DECISION') = (decision_id is not null)),
  check (last_month is null or end_reason is not null),
  check (last_month is null or last_month >= first_month - interval '1 month'),
  constraint one_spell_at_a_time exclude using gist (child_person_id with =, programme with =,
    daterange(first_month, case when last_month is null then null else greatest(first_month, (last_month + interval '1 month')::date) end) with &&)
);
create index on determination.entitlement (child_file_id);
call kernel.guard_place('determination.entitlement');
create index on determination.entitlement (district_id, first_month);
create index on determination.entitlement (city_id, first_month);
