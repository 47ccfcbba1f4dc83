-- One roll a district and month.
create table payment.roll (
  id uuid primary key default uuidv7(),
  month date not null check (extract(day from month) = 1),
  region_id int not null references region.region,
  state text not null check (state in ('DRAFT', 'SUBMITTED', 'APPROVED')),
  lines int not null default 0,
  amount_fen bigint not null default 0,
  built_at timestamptz,
  created_by uuid not null,
  created_by_name text not null,
  submitted_by uuid,
  submitted_by_name text,
  submitted_at timestamptz,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  unique (region_id, month),
  constraint submitter_does_not_approve check (approved_by <> submitted_by),
  check (state = 'DRAFT' or submitted_by is not null),
  check (state <> 'APPROVED' or approved_by is not null)
);
call kernel.guard_place('payment.roll');

create function payment.keep_approved() returns trigger language plpgsql as $$
begin
  if old.state = 'APPROVED' then
    raise exception 'PAY-900: an approved roll is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_approved before update on payment.roll for each row execute function payment.keep_approved();

-- A line is written whole and never updated; while its roll is a draft it may be dropped and written anew.
-- STOPPED lines carry no money: they say why somebody paid last month is not paid now.
create table payment.line (
  id uuid primary key default uuidv7(),
  roll_id uuid not null references payment.roll,
  month date not null,
  child_person_id uuid not null,
  child_file_id uuid not null,
  child_name text not null,
  region_id int not null references region.region,
  programme text not null,
  programme_name text not null,
  kind text not null check (kind in ('REGULAR', 'BACK_PAY', 'RECOVERY')),
  amount_fen bigint not null check (amount_fen >= 0),
  last_fen bigint,
  cause text not null check (cause in ('NEW', 'STOPPED', 'CHANGED', 'SAME', 'UNEXPLAINED')),
  reason text not null,
  clause text not null,
  entitlement_id uuid references determination.entitlement,
  decision_id uuid references determination.decision,
  payee_name text,
  account_masked text,
  constraint once_a_month unique (child_person_id, programme, month, kind)
);
create index on payment.line (roll_id, cause);
create index on payment.line (child_file_id, month);
call kernel.guard_place('payment.line', false, true);
create index on payment.line (district_id, month);
create index on payment.line (city_id, month);
revoke update on payment.line from hutong_app;
-- a merged place takes its lines along; nothing else of a line may change
grant update (region_id) on payment.line to hutong_app;

create function payment.keep_posted() returns trigger language plpgsql as $$
begin
  if (select state from payment.roll where id = old.roll_id) is distinct from 'DRAFT' then
    raise exception 'PAY-901: lines of a submitted or approved roll are never removed' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger keep_posted before delete on payment.line for each row execute function payment.keep_posted();

-- A person's words for a line the program could not explain; the line itself stays as it was written.
create table payment.explanation (
  line_id uuid primary key references payment.line,
  reason text not null check (length(trim(reason)) >= 4),
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null
);

-- Double entry: every row moves one amount from one account to another, so the books cannot fall out of balance.
create table payment.entry (
  id uuid primary key default uuidv7(),
  line_id uuid not null references payment.line,
  month date not null,
  debit_account text not null,
  credit_account text not null check (credit_account <> debit_account),
  amount_fen bigint not null check (amount_fen > 0),
  posted_by uuid not null,
  posted_at timestamptz not null,
  unique (line_id, debit_account)
);
create procedure payment.guard_line_child(target regclass) language plpgsql as $$
begin
  call kernel.guard_with(target, 'exists (select 1 from payment.line parent where parent.id = line_id)');
  execute format('revoke update on %s from hutong_app', target);
end $$;
call payment.guard_line_child('payment.explanation');
call payment.guard_line_child('payment.entry');
