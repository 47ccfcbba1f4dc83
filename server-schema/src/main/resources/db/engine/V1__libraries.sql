-- Tables that belong to libraries: sessions, published events, claimed jobs. They hold ids only, never a name or a number,
-- and stand on the reviewed list of tables without row security.
create table engine.event_publication (
  id uuid primary key,
  listener_id text not null,
  event_type text not null,
  serialized_event text not null,
  publication_date timestamptz not null,
  completion_date timestamptz,
  status text,
  completion_attempts int,
  last_resubmission_date timestamptz
);
create index on engine.event_publication using hash (serialized_event);
create index on engine.event_publication (completion_date);

create table engine.spring_session (
  primary_id char(36) primary key,
  session_id char(36) not null unique,
  creation_time bigint not null,
  last_access_time bigint not null,
  max_inactive_interval int not null,
  expiry_time bigint not null,
  principal_name varchar(100)
);
create index on engine.spring_session (expiry_time);
create index on engine.spring_session (principal_name);
create table engine.spring_session_attributes (
  session_primary_id char(36) not null references engine.spring_session (primary_id) on delete cascade,
  attribute_name varchar(200) not null,
  attribute_bytes bytea not null,
  primary key (session_primary_id, attribute_name)
);

create table engine.scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  state text,
  primary key (task_name, task_instance)
);
create index on engine.scheduled_tasks (execution_time);
create index on engine.scheduled_tasks (last_heartbeat);

grant usage on schema engine to hutong_app;
grant select, insert, update, delete on all tables in schema engine to hutong_app;
