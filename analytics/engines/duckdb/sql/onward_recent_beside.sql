-- The same, where the base's sums are a part of them.
CREATE TEMP VIEW recent AS
FROM settled
UNION ALL BY NAME
FROM edges
UNION ALL BY NAME
SELECT module, account, events FROM read_parquet(getvariable('settled'));
