-- Encrypted bytes lie in the data folder under the SM3 of the sealed content; the row tells whose they are.
create table files.file (
  id uuid primary key,
  owner_kind text not null,
  owner_id uuid not null,
  name_cipher bytea not null,
  media_type text not null,
  size_bytes int not null,
  -- HMAC of the plain content: equal content of one owner is stored once
  content_mark bytea not null,
  place_on_disk text not null,
  wrapped_key bytea not null,
  stored_by uuid not null,
  stored_at timestamptz not null,
  unique (owner_kind, owner_id, content_mark)
);
create index on files.file (owner_id);
-- Whether a reader may have the bytes is asked of the owning room each time; here only the signed-in see that a file exists.
call kernel.guard_reference('files.file');
