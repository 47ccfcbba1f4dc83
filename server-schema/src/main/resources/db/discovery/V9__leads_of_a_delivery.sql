-- What one delivery raised opens from its figure, and a delivery that is deleted looks for what points at it.
create index on discovery.lead (delivery_id);
