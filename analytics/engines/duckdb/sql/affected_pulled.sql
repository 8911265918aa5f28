-- Use as warehouses tell it, by quarter hours: through what it came stayed there, and so did what does not count.
CREATE TEMP VIEW pulled_uses AS
SELECT
    source, NULL::VARCHAR AS action, account, "user", module, NULL::VARCHAR AS integration, NULL::VARCHAR AS client,
    events, first_at, last_at
FROM read_parquet(getvariable('pulled'));
