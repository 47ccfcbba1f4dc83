-- A second person looks at an answer: every answer on a red lead, and a sample of those that end one without a benefit.
create table discovery.second_check (
  id uuid primary key,
  lead_id uuid not null references discovery.lead,
  cause text not null check (cause in ('RED', 'SAMPLE')),
  -- the answer as it was given; the lead itself loses it when it is given back
  outcome text not null check (outcome in ('CONFIRMED', 'NOT_MATCHING', 'ALREADY_SERVED', 'NOT_FOUND', 'NEEDS_HELP')),
  reason text,
  answered_by uuid not null,
  answered_name text not null,
  -- the town's supervisor does not check a supervisor's answer: the district does
  by_supervisor boolean not null,
  asked_at timestamptz not null,
  asked_on date not null,
  limit_days int not null,
  due_on date,
  -- OVERTAKEN: answered anew before anybody had looked
  verdict text check (verdict in ('AGREED', 'RETURNED', 'OVERTAKEN')),
  words text,
  checked_by uuid,
  checked_name text,
  checked_at timestamptz,
  constraint maker_does_not_check check (checked_by <> answered_by),
  check (coalesce(verdict in ('AGREED', 'RETURNED'), false) = (checked_by is not null)),
  check (verdict is distinct from 'RETURNED' or coalesce(length(trim(words)), 0) >= 2)
);
create unique index on discovery.second_check (lead_id) where verdict is null;
create index on discovery.second_check (lead_id);
create index on discovery.second_check (asked_at) where verdict is null;
call kernel.guard_by('discovery.second_check', 'lead_id', 'discovery.lead');
create policy by_who_answered on discovery.second_check as restrictive for insert
  with check (answered_by = kernel.account());
create policy by_who_checks on discovery.second_check as restrictive for update
  with check (verdict = 'OVERTAKEN' or checked_by = kernel.account() and (kernel.has_role('CHILD_SUPERVISOR') or kernel.has_role('DISTRICT_OFFICER')));
revoke update on discovery.second_check from hutong_app;
grant update (verdict, words, checked_by, checked_name, checked_at) on discovery.second_check to hutong_app;

-- A lead given back starts its clock again.
alter table discovery.lead add column returned_on date;
create index on discovery.lead (district_id, found_on, rule_code);
create index on discovery.lead (city_id, found_on, rule_code);

-- A verdict falls with the answer it came from; it stays in the ledger as not standing. One a field of a list.
alter table discovery.source_verdict add column standing boolean not null default true;
alter table discovery.source_verdict drop constraint source_verdict_lead_id_list_key;
create unique index on discovery.source_verdict (lead_id, list, field) nulls not distinct where standing;
create index on discovery.source_verdict (list, at) where standing;
revoke update on discovery.source_verdict from hutong_app;
grant update (standing) on discovery.source_verdict to hutong_app;
