-- What was delivered, by whom, and what became of every row. The rows lie encrypted under the delivery's own key: destroying the key is
-- the end of the list, in backups too.
create table exchange.delivery (
  id uuid primary key,
  list text not null,
  list_name text not null,
  department text not null,
  file_name text not null,
  checksum text not null,
  size bigint not null,
  office_id int references region.office,
  region_id int not null references region.region,
  state text not null check (state in ('RECEIVED', 'READING', 'DONE', 'REFUSED', 'FAILED', 'STOPPED')),
  sheet text,
  rows_read int not null default 0,
  rows_taken int not null default 0,
  rows_refused int not null default 0,
  rows_same int not null default 0,
  leads_found int,
  refusal_code text,
  refusal_title text,
  refusal_next text,
  received_at timestamptz not null,
  received_by uuid not null,
  received_name text not null,
  done_at timestamptz,
  stop_asked boolean not null default false,
  -- wrapped data key; null once the list's term has ended
  data_key bytea,
  purge_on date not null,
  purged_at timestamptz
);
call kernel.guard_place('exchange.delivery');
-- A department sees what its own office delivered, and nothing else.
create policy own_sees on exchange.delivery for select using (office_id = kernel.office());
create policy own_adds on exchange.delivery for insert with check (office_id = kernel.office());
create policy own_changes on exchange.delivery for update using (office_id = kernel.office()) with check (office_id = kernel.office());
create index on exchange.delivery (received_at, id);
create index on exchange.delivery (list, checksum);

create table exchange.row (
  id uuid primary key,
  delivery_id uuid not null references exchange.delivery,
  list text not null,
  row_no int not null,
  id_index bytea,
  -- HMAC-SM3 of the row's fields: the same row delivered again is counted, not kept twice
  row_hash bytea not null,
  fields bytea not null,
  unique (list, row_hash)
);
call kernel.guard_by('exchange.row', 'delivery_id', 'exchange.delivery', true);
create index on exchange.row (delivery_id, row_no);
create index on exchange.row (id_index);

create table exchange.problem (
  id uuid primary key,
  delivery_id uuid not null references exchange.delivery,
  row_no int not null,
  column_no int not null,
  field text not null,
  code text not null,
  message text not null
);
call kernel.guard_by('exchange.problem', 'delivery_id', 'exchange.delivery', true);
create index on exchange.problem (delivery_id, row_no);

-- Which heading an office uses for which field, made once and remembered.
create table exchange.mapping (
  id uuid primary key default uuidv7(),
  office_id int not null references region.office,
  list text not null,
  field text not null,
  heading text not null,
  made_by uuid not null,
  made_at timestamptz not null,
  unique (office_id, list, field)
);
call kernel.guard_reference('exchange.mapping');
