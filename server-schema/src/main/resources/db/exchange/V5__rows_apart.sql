-- Of a large list: rows about people nobody here has a file of. They are counted and not kept.
alter table exchange.delivery add column rows_apart int not null default 0;
