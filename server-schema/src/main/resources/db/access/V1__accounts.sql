create table access.account (
  id uuid primary key default uuidv7(),
  login text not null unique,
  display_name text not null,
  office_id int references region.office,
  password_hash text,
  must_change boolean not null default false,
  disabled_at timestamptz,
  -- raised on every change of role, place or password: sessions that carry an older one end at their next request
  epoch int not null default 1,
  failed_count int not null default 0,
  locked_until timestamptz,
  service boolean not null default false,
  created_at timestamptz not null
);

create table access.grant_of_role (
  account_id uuid not null references access.account,
  role text not null,
  region_id int references region.region,
  granted_by uuid references access.account,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  id uuid primary key default uuidv7()
);
create index on access.grant_of_role (account_id);

create table access.purpose (
  id uuid primary key default uuidv7(),
  account_id uuid not null references access.account,
  subject_id uuid not null,
  purpose text not null,
  note text,
  break_glass boolean not null default false,
  granted_at timestamptz not null,
  expires_at timestamptz not null,
  reviewed_by uuid references access.account,
  reviewed_at timestamptz
);
create index on access.purpose (account_id, subject_id, expires_at);

-- Every look, search, export and denial; written with the act it tells of, never changed.
create table access.look (
  id uuid primary key default uuidv7(),
  at timestamptz not null,
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
  mac bytea not null
);
create index on access.look (subject_id, at);
create index on access.look (account_id, at);

grant usage on schema access to hutong_app;
