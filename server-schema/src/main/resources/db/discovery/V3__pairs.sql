-- Two records that may be one person: a question put to people. Weights rest on the records as they were when compared.
create table discovery.pair (
  id uuid primary key,
  -- the smaller id first, so that a pair is known by its two ends
  a_id uuid not null references registry.person,
  b_id uuid not null references registry.person,
  -- log2 odds, and the probability they give
  weight real not null,
  probability real not null,
  -- column, level and weight of each step; never a value: values are read from the records when the pair is opened
  waterfall jsonb not null,
  -- why no score may settle it (twins, one number under two names), in Chinese
  held text,
  -- what the two are paid a month together
  stake_fen bigint not null default 0,
  -- where it stands in the queue: smaller is sooner
  rank real not null,
  -- asks a second person too: a fixed sample, and everything that is held
  second boolean not null,
  fingerprint text not null,
  state text not null check (state in ('OPEN', 'SECOND', 'SAME', 'DIFFERENT', 'UNSURE', 'MERGED')),
  found_at timestamptz not null,
  unique (a_id, b_id),
  check (a_id < b_id)
);
create index on discovery.pair (state, rank, id);
create index on discovery.pair (b_id);
call kernel.guard_with('discovery.pair', 'exists (select 1 from registry.person p where p.id = a_id) and exists (select 1 from registry.person p where p.id = b_id)');

-- One person's answer. A pair whose records changed is asked again, in the next round.
create table discovery.pair_reading (
  id uuid primary key,
  pair_id uuid not null references discovery.pair,
  fingerprint text not null,
  answer text not null check (answer in ('SAME', 'DIFFERENT', 'UNSURE')),
  note text,
  reader_id uuid not null,
  reader_name text not null,
  at timestamptz not null,
  unique (pair_id, fingerprint, reader_id)
);
call kernel.guard_by('discovery.pair_reading', 'pair_id', 'discovery.pair');
revoke update on discovery.pair_reading from hutong_app;
create policy by_a_person on discovery.pair_reading as restrictive for insert
  with check (reader_id = kernel.account() and not kernel.has_role('SERVICE'));
