create table notices.notice (
  id uuid primary key,
  account_id uuid not null references access.account,
  at timestamptz not null,
  kind text not null,
  title text not null,
  body text,
  link text,
  read_at timestamptz
);
create index on notices.notice (account_id, id);
create index on notices.notice (account_id) where read_at is null;

-- Messages that leave the house (SMS, mini program). Nothing sends them yet: the administrator sees them wait.
create table notices.outbox (
  id uuid primary key,
  notice_id uuid references notices.notice,
  channel text not null,
  account_id uuid not null references access.account,
  text_cipher bytea not null,
  queued_at timestamptz not null,
  sent_at timestamptz
);
create index on notices.outbox (queued_at) where sent_at is null;

-- Anyone may tell anyone; only the one told reads and marks it.
alter table notices.notice enable row level security;
alter table notices.notice force row level security;
create policy adds on notices.notice for insert with check ((select kernel.account()) is not null);
create policy sees on notices.notice for select using (account_id = (select kernel.account()) or (select kernel.has_role('SERVICE')));
create policy changes on notices.notice for update using (account_id = (select kernel.account())) with check (account_id = (select kernel.account()));
grant select, insert, update on notices.notice to hutong_app;
grant usage on schema notices to hutong_app;
call kernel.guard_split('notices.outbox', $$(select kernel.has_role('SERVICE')) or (select kernel.has_role('SYSTEM_ADMIN'))$$, '(select kernel.account()) is not null');
