-- Rosters being brought in. The rows wait sealed under the import's own key; one transaction makes them people, or nothing does.
create table registry.roster_import (
  id uuid primary key,
  region_id int not null references region.region,
  office_id int,
  file_name_cipher bytea not null,
  checksum bytea not null,
  wrapped_key bytea,
  state text not null check (state in ('MAPPING', 'PREVIEWED', 'RUNNING', 'DONE', 'FAILED', 'STOPPED')),
  sheet text not null,
  headings text[] not null,
  mapping jsonb not null,
  remembered boolean not null,
  rows int not null default 0,
  good int not null default 0,
  bad int not null default 0,
  unchanged int not null default 0,
  taken int not null default 0,
  failure text,
  created_by uuid not null,
  created_name text not null,
  created_at timestamptz not null
);
call kernel.guard_place('registry.roster_import');
create index on registry.roster_import (created_by, id);

-- Staging of many rows: seen by the account that brings them alone, by one comparison and without a look at another table.
create table registry.roster_row (
  import_id uuid not null,
  account_id uuid not null default kernel.account(),
  row_number int not null,
  verdict text not null check (verdict in ('GOOD', 'BAD', 'UNCHANGED')),
  payload bytea not null,
  -- columns, codes and reasons; never a value
  problems jsonb,
  primary key (import_id, row_number)
);
call kernel.guard_with('registry.roster_row', 'account_id = (select kernel.account())', true);

-- How an office mapped a set of headings, by the headings' SM3.
create table registry.roster_mapping (
  office_id int not null,
  headings_sm3 bytea not null,
  mapping jsonb not null,
  updated_at timestamptz not null,
  primary key (office_id, headings_sm3)
);
call kernel.guard_with('registry.roster_mapping', 'office_id = kernel.office()');
