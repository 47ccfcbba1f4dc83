create table access.account (
  id uuid primary key default uuidv7(),
  login text not null unique,
  display_name text not null,
  office_id int references region.office,
  disabled_at timestamptz,
  disabled_reason text,
  -- raised on every change of role, place or password: sessions that carry an older one end at their next request
  epoch int not null default 1,
  created_at timestamptz not null
);

-- Apart from the account, so that reading who somebody is never reads how they sign in.
create table access.credential (
  account_id uuid primary key references access.account,
  password_hash text not null,
  must_change boolean not null default false,
  failed_count int not null default 0,
  locked_until timestamptz,
  changed_at timestamptz not null
);

create table access.grant_of_role (
  id uuid primary key default uuidv7(),
  account_id uuid not null references access.account,
  role text not null,
  region_id int references region.region,
  granted_by uuid references access.account,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  constraint nobody_raises_themselves check (granted_by is distinct from account_id)
);
create index on access.grant_of_role (account_id);
-- System, security and audit administration never meet in one account.
create unique index three_administrators on access.grant_of_role (account_id)
  where revoked_at is null and role in ('SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN');

-- Accounts anybody may try, with their passwords in the open: filled with demo data and nothing else.
create table access.demo_account (
  account_id uuid primary key references access.account,
  login text not null,
  password text not null,
  title text not null,
  office_name text not null,
  what text not null,
  sort int not null
);

-- A reason, running out, for opening one minor's file. It stands where the asking officer works.
create table access.purpose (
  id uuid primary key default uuidv7(),
  account_id uuid not null references access.account,
  subject_id uuid not null,
  region_id int not null references region.region,
  purpose text not null,
  note text,
  break_glass boolean not null default false,
  granted_at timestamptz not null,
  expires_at timestamptz not null,
  reviewed_by uuid references access.account,
  reviewed_at timestamptz,
  review text,
  constraint not_reviewed_by_oneself check (reviewed_by is distinct from account_id)
);
create index on access.purpose (account_id, subject_id, expires_at);
create index on access.purpose (granted_at) where break_glass and reviewed_at is null;

-- Every look, search, export and denial; written with the act it tells of, never changed.
create table access.look (
  id uuid primary key,
  at timestamptz not null,
  stream smallint not null,
  account_id uuid,
  office_id int,
  action text not null,
  subject_kind text,
  subject_id uuid,
  region_id int,
  purpose text,
  result text not null,
  detail text,
  address text,
  mac bytea not null,
  town_id int,
  district_id int,
  city_id int
);
create index on access.look (subject_id, id);
create index on access.look (account_id, id);

-- Committed rows of the log that no chain holds yet.
create table access.look_pending (
  look_id uuid primary key
);

-- The chains: gap-free numbers a stream, each hash over the one before and the row's code.
create table access.look_seal (
  stream smallint not null,
  seq bigint not null,
  look_id uuid not null unique,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (stream, seq)
);

-- What was signed and put into the second folder; the folder is the proof, this table the memory of it.
create table access.look_checkpoint (
  number bigint primary key,
  at timestamptz not null,
  rows bigint not null,
  sm3 bytea not null
);

create function access.look_arrives() returns trigger language plpgsql as $$
begin
  insert into access.look_pending (look_id) values (new.id);
  return null;
end $$;
create trigger arrives after insert on access.look for each row execute function access.look_arrives();
create trigger stands before insert on access.look for each row when (new.region_id is not null) execute function region.fill_chain();

call kernel.guard_split('access.account', '(select kernel.account()) is not null', $$(select kernel.has_role('SERVICE')) or (select kernel.has_role('SECURITY_ADMIN'))$$);
call kernel.guard_with('access.credential', $$(select kernel.has_role('SERVICE')) or (select kernel.has_role('SECURITY_ADMIN')) or account_id = (select kernel.account())$$);
call kernel.guard_split('access.grant_of_role', '(select kernel.account()) is not null', $$(select kernel.has_role('SERVICE')) or ((select kernel.has_role('SECURITY_ADMIN')) and account_id <> (select kernel.account()))$$);
call kernel.guard_with('access.demo_account', $$(select kernel.has_role('SERVICE'))$$, true);
create function access.covers(place int) returns boolean language sql stable parallel safe as $$
  select exists (select 1 from region.chain c where c.region_id = place
    and (c.region_id = any (kernel.scope()) or c.town_id = any (kernel.scope()) or c.district_id = any (kernel.scope()) or c.city_id = any (kernel.scope())))
$$;
call kernel.guard_with('access.purpose', $$account_id = (select kernel.account()) or access.covers(region_id) or (select kernel.has_role('SERVICE'))$$);
call kernel.guard_append_only('access.look',
  $$account_id = (select kernel.account()) or (select kernel.has_role('AUDIT_ADMIN')) or (select kernel.has_role('AUDITOR')) or (select kernel.has_role('SERVICE'))
    or district_id = any ((select kernel.scope())::int[]) or city_id = any ((select kernel.scope())::int[]) or town_id = any ((select kernel.scope())::int[]) or region_id = any ((select kernel.scope())::int[])$$,
  '(select kernel.account()) is not null');
call kernel.guard_append_only('access.look_seal', $$(select kernel.has_role('SERVICE')) or (select kernel.has_role('AUDIT_ADMIN')) or (select kernel.has_role('AUDITOR'))$$, $$(select kernel.has_role('SERVICE'))$$);
call kernel.guard_append_only('access.look_checkpoint', $$(select kernel.has_role('SERVICE')) or (select kernel.has_role('AUDIT_ADMIN')) or (select kernel.has_role('AUDITOR'))$$, $$(select kernel.has_role('SERVICE'))$$);
-- Anyone's row may enter the queue; only the sealer sees it and takes it out.
alter table access.look_pending enable row level security;
alter table access.look_pending force row level security;
create policy adds on access.look_pending for insert with check ((select kernel.account()) is not null);
create policy sees on access.look_pending for select using ((select kernel.has_role('SERVICE')) or (select kernel.has_role('AUDIT_ADMIN')) or (select kernel.has_role('AUDITOR')));
create policy removes on access.look_pending for delete using ((select kernel.has_role('SERVICE')));
grant select, insert, delete on access.look_pending to hutong_app;


grant usage on schema access to hutong_app;
