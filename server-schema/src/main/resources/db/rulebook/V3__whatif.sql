-- What-if: two rulebooks over one population. A run names both editions by their hash, both days of law, the day of the population and the
-- instant its facts were known, so that it can be run again to the same figures.
create table rulebook.whatif (
  id uuid primary key,
  no bigint generated always as identity unique,
  title text not null check (title <> ''),
  -- the edition, the day whose rules count (null: they move with the months), the place whose law is laid over everyone (null: the child's own)
  a_text text not null,
  a_edition text not null references rulebook.edition,
  a_law_on date,
  a_place text check (a_place ~ '^[0-9]{6}$'),
  b_text text not null,
  b_edition text not null references rulebook.edition,
  b_law_on date,
  b_place text check (b_place ~ '^[0-9]{6}$'),
  draft_id uuid references rulebook.draft,
  on_day date not null,
  known_on timestamptz not null,
  budget_year int not null check (budget_year between 1990 and 2100),
  -- the small rise of income with which cliffs are looked for, 分 a month
  step_fen bigint not null check (step_fen > 0),
  state text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'STOPPED', 'FAILED')),
  done int not null default 0,
  total int not null default 0,
  problem text,
  author uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);

-- The figures of one place's law; a run that was broken off goes on with the places that have none yet.
create table rulebook.whatif_part (
  run_id uuid not null references rulebook.whatif,
  place text not null,
  name text not null,
  figures jsonb not null,
  primary key (run_id, place)
);

-- Whoever is told otherwise by the second rulebook than by the first, and whoever falls off a cliff: by file, never by name.
create table rulebook.whatif_child (
  run_id uuid not null references rulebook.whatif,
  kind text not null check (kind in ('GAIN', 'LOSE', 'CHANGED', 'CLIFF_A', 'CLIFF_B')),
  -- how many 分 a year more, or for a cliff how many a month are lost over what is earned, as a negative number
  year_fen bigint not null,
  file_id uuid not null,
  file_no text not null,
  region_id int not null,
  place text not null,
  a_month_fen bigint not null,
  b_month_fen bigint not null,
  a_once_fen bigint not null,
  b_once_fen bigint not null,
  programmes text[] not null,
  turns jsonb not null,
  primary key (run_id, kind, year_fen, file_id)
);
create index on rulebook.whatif_child (run_id, place);

call kernel.guard_split('rulebook.whatif', $$(select kernel.has_role('CITY_OFFICER')) or (select kernel.has_role('CITY_APPROVER')) or (select kernel.has_role('SERVICE'))$$,
  $$(select kernel.has_role('CITY_OFFICER')) or (select kernel.has_role('SERVICE'))$$);
call kernel.guard_split('rulebook.whatif_part', $$(select kernel.has_role('CITY_OFFICER')) or (select kernel.has_role('CITY_APPROVER')) or (select kernel.has_role('SERVICE'))$$,
  $$(select kernel.has_role('SERVICE'))$$, true);
call kernel.guard_place('rulebook.whatif_child', false, true);
