-- The events that may count, without actions that are excluded.
CREATE TEMP VIEW countable AS
SELECT * FROM read_parquet(getvariable('files')) AS event
WHERE NOT EXISTS (
    SELECT 1 FROM exclusions WHERE exclusions.source = event.source AND event.action GLOB exclusions.pattern
);
