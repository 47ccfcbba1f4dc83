-- Whose household register lies in another district or city than the home. The planner cannot know how few these are from a comparison of two
-- columns, and read a million search rows to find none; of a column of its own it knows.
alter table registry.token
  add column district_elsewhere boolean generated always as (hukou_district_id <> district_id) stored,
  add column city_elsewhere boolean generated always as (hukou_city_id <> city_id) stored;
drop index registry.token_hukou_district_id_token_idx;
drop index registry.token_hukou_city_id_token_idx;
create index on registry.token (hukou_district_id, token) where district_elsewhere;
create index on registry.token (hukou_city_id, token) where city_elsewhere;
