-- Rows refused for their identity number alone (missing, mistyped, lost to a spreadsheet). They are kept as taken rows are, sealed under the
-- delivery's key and gone with it, so that a person can say whom they mean.
create table exchange.loose_row (
  id uuid primary key,
  delivery_id uuid not null references exchange.delivery,
  list text not null,
  row_no int not null,
  row_hash bytea not null,
  fields bytea not null,
  unique (list, row_hash)
);
call kernel.guard_by('exchange.loose_row', 'delivery_id', 'exchange.delivery', true);
create index on exchange.loose_row (delivery_id, row_no);
