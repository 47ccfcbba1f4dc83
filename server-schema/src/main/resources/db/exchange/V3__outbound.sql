-- What goes out: changed children and child directors, for the national system and for departments. The fields lie sealed.
create table exchange.outbound (
  id uuid primary key,
  target text not null,
  kind text not null check (kind in ('CHILD', 'DIRECTOR')),
  subject_id uuid not null,
  subject_no text not null,
  subject_name text not null,
  region_id int not null references region.region,
  reason text not null,
  fingerprint bytea not null,
  fields bytea not null,
  state text not null check (state in ('QUEUED', 'HELD', 'SENT', 'FAILED', 'ANSWERED', 'REPLACED')),
  held_why text,
  missing text,
  queued_at timestamptz not null,
  batch_id uuid,
  sent_at timestamptz,
  answered_at timestamptz,
  -- ACCEPTED, REFUSED or DIFFERENT, in the receiver's words, and what the receiver holds where it differs (sealed)
  answer text,
  answer_text text,
  remote_no text,
  remote bytea
);
call kernel.guard_place('exchange.outbound');
create index on exchange.outbound (target, subject_id, queued_at);
create index on exchange.outbound (target, state, id);
create index on exchange.outbound (batch_id);

create table exchange.outbound_batch (
  id uuid primary key,
  no text not null unique,
  target text not null,
  form text not null check (form in ('XLSX', 'CSV')),
  file_name text not null,
  checksum text not null,
  rows int not null,
  region_id int not null references region.region,
  made_at timestamptz not null,
  made_by uuid not null,
  made_name text not null,
  answered_at timestamptz,
  answered int not null default 0
);
call kernel.guard_place('exchange.outbound_batch');
create sequence exchange.batch_no;
grant usage on sequence exchange.batch_no to hutong_app;

-- Hand-overs 转办: one mechanism for every duty that another department or office does.
create table exchange.handover (
  id uuid primary key,
  no text not null unique,
  code text not null,
  name text not null,
  clause text,
  region_id int not null references region.region,
  from_office_id int not null references region.office,
  from_office text not null,
  to_office_id int not null references region.office,
  to_office text not null,
  child_file_id uuid references registry.child_file,
  lead_id uuid,
  -- what the receiving side is shown as its subject: only what the form carries
  subject text not null,
  form bytea not null,
  state text not null check (state in ('SENT', 'ACCEPTED', 'RETURNED', 'REPORTED', 'CONFIRMED', 'WITHDRAWN')),
  accept_days int not null,
  limit_days int not null,
  limit_unit text not null,
  limit_basis text not null,
  sent_on date not null,
  accept_due date,
  due_on date,
  accepted_on date,
  reported_on date,
  closed_on date,
  outcome text,
  outcome_name text,
  report bytea,
  worker text,
  sent_by uuid not null,
  sent_name text not null
);
call kernel.guard_place('exchange.handover');
create policy office_sees on exchange.handover for select using (to_office_id = kernel.office() or from_office_id = kernel.office());
create policy office_changes on exchange.handover for update using (to_office_id = kernel.office() or from_office_id = kernel.office())
  with check (to_office_id = kernel.office() or from_office_id = kernel.office());
create index on exchange.handover (to_office_id, id);
create index on exchange.handover (from_office_id, id);
create index on exchange.handover (child_file_id);
create index on exchange.handover (district_id, state, id);
create sequence exchange.handover_no;
grant usage on sequence exchange.handover_no to hutong_app;

create table exchange.handover_step (
  id uuid primary key,
  handover_id uuid not null references exchange.handover,
  at timestamptz not null,
  account_id uuid not null,
  who text not null,
  office text not null,
  step text not null,
  text text
);
call kernel.guard_by('exchange.handover_step', 'handover_id', 'exchange.handover');
revoke update on exchange.handover_step from hutong_app;
create index on exchange.handover_step (handover_id);
