-- What the comparisons would have found in months gone by. A run names its rulebook, its months and how its facts were known, and writes no lead.
create table discovery.back_test (
  id uuid primary key,
  no bigint generated always as identity unique,
  region_id int not null references region.region,
  -- places of whoever asked: the run sees what that person may see
  scope int[] not null check (cardinality(scope) > 0),
  first_month date not null check (extract(day from first_month) = 1),
  last_month date not null check (extract(day from last_month) = 1),
  -- NOW: as is known when the run begins; THEN: as was known at the end of each month
  known text not null check (known in ('NOW', 'THEN')),
  known_at timestamptz not null,
  edition text not null,
  state text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'STOPPED', 'FAILED')),
  done int not null default 0,
  total int not null default 0,
  -- the last file that was looked at: a run that was broken off goes on behind it
  at_file uuid,
  problem text,
  author uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  check (first_month <= last_month)
);
call kernel.guard_place('discovery.back_test');

-- One child and one rule: the months in which it would have been found, and in what words the first time.
create table discovery.back_test_find (
  run_id uuid not null references discovery.back_test,
  rule_code text not null,
  child_file_id uuid not null references registry.child_file,
  rule_name text not null,
  file_no text not null,
  child_name text not null,
  region_id int not null references region.region,
  hukou_id int references region.region,
  months date[] not null check (cardinality(months) > 0),
  sentence text not null,
  primary key (run_id, rule_code, child_file_id)
);
create index on discovery.back_test_find (child_file_id);
call kernel.guard_place('discovery.back_test_find', true);
