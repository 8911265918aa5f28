-- A day by quarter hour, so that it can be read in the days of any time zone. `first_at` and `last_at` are UTC.
CREATE TEMP TABLE rolled AS
SELECT
    day,
    (md5_number_lower(account) % getvariable('shards'))::UTINYINT AS shard,
    (date_part('hour', occurred_at) * 4 + date_part('minute', occurred_at) // 15)::UTINYINT AS slot,
    module, account, "user", source,
    count(*)::UBIGINT AS events,
    sum(quantity)::DECIMAL(38,6) AS quantity,
    min(occurred_at) AS first_at,
    max(occurred_at) AS last_at
FROM read_parquet($files) AS event
WHERE
    day IN (SELECT unnest($days::DATE[]))
    AND NOT EXISTS (
        SELECT 1 FROM exclusions WHERE exclusions.source = event.source AND event.action GLOB exclusions.pattern
    )
GROUP BY ALL;
