-- Every door a list comes in by, lists held with a question, and what a complete roster says of those who are not in it.
alter table exchange.delivery drop constraint delivery_state_check;
alter table exchange.delivery add check (state in ('RECEIVED', 'READING', 'DONE', 'REFUSED', 'FAILED', 'STOPPED', 'HELD'));
alter table exchange.delivery
  add column door text not null default 'CONSOLE' check (door in ('CONSOLE', 'FOLDER', 'UPLOAD')),
  add column batch_no int,
  -- why it looks half delivered, and who said it may be read all the same
  add column question text,
  add column answered_by uuid,
  add column answered_name text,
  add column answered_at timestamptz,
  add column answer_note text,
  add column rows_about int not null default 0;
create index on exchange.delivery (purge_on) where purged_at is null;
create index on exchange.delivery (list, done_at) where state = 'DONE';

-- Everyone in the newest delivery of a complete roster, as blind indexes: who is not here is not in the roster.
create table exchange.member (
  delivery_id uuid not null references exchange.delivery,
  id_index bytea not null,
  primary key (delivery_id, id_index)
);
call kernel.guard_by('exchange.member', 'delivery_id', 'exchange.delivery', true);

-- A large file that comes in pieces: each piece with its checksum, sealed on disk; the upload goes on where it stopped.
create table exchange.upload (
  id uuid primary key,
  list text not null,
  file_name text not null,
  size bigint not null check (size > 0),
  received bigint not null default 0,
  pieces int not null default 0,
  region_id int not null references region.region,
  office_id int references region.office,
  account_id uuid not null,
  account_name text not null,
  data_key bytea,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  delivery_id uuid references exchange.delivery
);
call kernel.guard_place('exchange.upload', false, true);
create policy own_sees on exchange.upload for select using (account_id = kernel.account());
create policy own_adds on exchange.upload for insert with check (account_id = kernel.account());
create policy own_changes on exchange.upload for update using (account_id = kernel.account()) with check (account_id = kernel.account());

-- What the watched folder did with each file it saw.
create table exchange.folder_file (
  id uuid primary key,
  region_id int not null references region.region,
  list text,
  file_name text not null,
  size bigint not null,
  seen_at timestamptz not null,
  outcome text not null check (outcome in ('TAKEN', 'REFUSED')),
  said text not null,
  delivery_id uuid references exchange.delivery
);
call kernel.guard_place('exchange.folder_file');
create index on exchange.folder_file (seen_at);
