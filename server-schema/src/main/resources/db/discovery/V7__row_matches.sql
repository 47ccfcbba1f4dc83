-- A row of a department's list that may mean a registered person although its identity number does not say so: a question put to people.
-- Nothing of the row stands here but its reference; its cells are read from the delivery, under the delivery's key, when the question is opened.
create table discovery.row_match (
  id uuid primary key,
  list text not null,
  list_name text not null,
  -- keyed mark of whom the row names, so that the same row of a later delivery is known again
  row_key bytea not null,
  person_id uuid not null references registry.person,
  region_id int not null references region.region,
  hukou_id int references region.region,
  -- NUMBER: the row's number cannot be used; NAME: the number is the person's, the name another; KIN: the number is a relative's;
  -- UNNUMBERED: the person is registered without a number that can be used; OTHER_CELL: refused for another number in the row
  cause text not null check (cause in ('NUMBER', 'NAME', 'KIN', 'UNNUMBERED', 'OTHER_CELL')),
  -- log2 odds and the probability they give
  weight real not null,
  probability real not null,
  -- column, level and weight of each step; never a value
  waterfall jsonb not null,
  held text,
  -- where it stands in the queue: smaller is sooner
  rank real not null,
  -- keyed mark of the row and the person as they were compared: a question answered no comes back only when this changed
  fingerprint bytea not null,
  -- OTHER: the row was found to mean somebody else; LAPSED: not settled when the list came to its term
  state text not null check (state in ('OPEN', 'SAME', 'DIFFERENT', 'UNSURE', 'OTHER', 'LAPSED')),
  found_at timestamptz not null,
  -- when the row's facts were written for the person
  applied_at timestamptz,
  unique (list, row_key, person_id)
);
call kernel.guard_place('discovery.row_match', true, true);
create policy only_unanswered on discovery.row_match as restrictive for delete using (state = 'OPEN');
create index on discovery.row_match (state, rank, id);
create index on discovery.row_match (person_id);

-- The rows that ask the same question, of one delivery or of several.
create table discovery.row_match_row (
  match_id uuid not null references discovery.row_match on delete cascade,
  row_id uuid not null,
  delivery_id uuid not null references exchange.delivery,
  row_no int not null,
  primary key (match_id, row_id)
);
call kernel.guard_by('discovery.row_match_row', 'match_id', 'discovery.row_match', true);
create index on discovery.row_match_row (delivery_id);
create index on discovery.row_match_row (row_id);

-- Every answer given, taken back or not.
create table discovery.row_match_reading (
  id uuid primary key,
  match_id uuid not null references discovery.row_match,
  answer text not null check (answer in ('SAME', 'DIFFERENT', 'UNSURE', 'UNDONE')),
  reason text not null check (length(trim(reason)) >= 2),
  reader_id uuid not null,
  reader_name text not null,
  at timestamptz not null
);
call kernel.guard_by('discovery.row_match_reading', 'match_id', 'discovery.row_match');
revoke update on discovery.row_match_reading from hutong_app;
create index on discovery.row_match_reading (match_id);
create policy by_a_person on discovery.row_match_reading as restrictive for insert
  with check (reader_id = kernel.account() and not kernel.has_role('SERVICE'));

-- A list's value found wrong because people said whom its row means.
alter table discovery.source_verdict alter column lead_id drop not null;
alter table discovery.source_verdict add column row_match_id uuid references discovery.row_match;
alter table discovery.source_verdict add check (num_nonnulls(lead_id, row_match_id) = 1);
create index on discovery.source_verdict (row_match_id) where row_match_id is not null;
drop index discovery.source_verdict_lead_id_list_field_idx;
create unique index on discovery.source_verdict (lead_id, row_match_id, list, field) nulls not distinct where standing;
create policy sees_rows on discovery.source_verdict for select using (exists (select 1 from discovery.row_match m where m.id = row_match_id));
create policy adds_rows on discovery.source_verdict for insert with check (exists (select 1 from discovery.row_match m where m.id = row_match_id));
create policy changes_rows on discovery.source_verdict for update using (exists (select 1 from discovery.row_match m where m.id = row_match_id))
  with check (exists (select 1 from discovery.row_match m where m.id = row_match_id));
