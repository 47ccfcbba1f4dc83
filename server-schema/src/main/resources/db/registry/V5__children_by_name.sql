-- Three search rows in four are a relative's. The search for children reads its own.
create index on registry.token (city_id, token) where is_child;
create index on registry.token (district_id, token) where is_child;
