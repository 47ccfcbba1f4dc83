-- Stopping a benefit is proposed by one person and confirmed by another; the last month is the stopping rule's.
create table determination.stop (
  id uuid primary key default uuidv7(),
  entitlement_id uuid not null references determination.entitlement,
  last_month date not null check (extract(day from last_month) = 1),
  reason text not null check (length(trim(reason)) >= 2),
  clause text not null,
  proposed_by uuid not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  outcome text check (outcome in ('CONFIRMED', 'RETURNED')),
  note text,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  check (decided_by is null or decided_by <> proposed_by),
  check ((outcome is null) = (decided_by is null)),
  check (outcome is distinct from 'RETURNED' or length(trim(note)) >= 2)
);
create unique index on determination.stop (entitlement_id) where outcome is null;
create index on determination.stop (entitlement_id);
call kernel.guard_by('determination.stop', 'entitlement_id', 'determination.entitlement');
