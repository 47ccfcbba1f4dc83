-- An edition is one whole rulebook tree, byte for byte, as it was when the first decision rested on it.
-- A decision is re-derived from its edition, whatever the folder holds today. Editions are never changed.
create table rulebook.edition (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  archive bytea not null,
  packs text not null,
  kept_at timestamptz not null
);
call kernel.guard_reference('rulebook.edition');
revoke update on rulebook.edition from hutong_app;
