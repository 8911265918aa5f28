-- A day by quarter hour, so that it can be read in the days of any time zone. `first_at` and `last_at` are UTC.
CREATE TEMP TABLE rolled AS
WITH counted AS (
    SELECT
        epoch_us(occurred_at) // 900000000 AS quarter, module, account, "user", source,
        count(*)::UBIGINT AS events, sum(quantity)::DECIMAL(38,6) AS quantity,
        min(occurred_at) AS first_at, max(occurred_at) AS last_at
    FROM countable
    WHERE
        day BETWEEN list_min($days::DATE[]) AND list_max($days::DATE[])
        AND day IN (SELECT unnest($days::DATE[]))
    GROUP BY ALL
), places AS (
    SELECT account, (md5_number_lower(account) % getvariable('shards'))::UTINYINT AS shard
    FROM (SELECT DISTINCT account FROM counted)
)
SELECT
    DATE '1970-01-01' + (quarter // 96)::INTEGER AS day, shard, (quarter % 96)::UTINYINT AS slot, module, account, "user",
    source, events, quantity, first_at, last_at
FROM counted JOIN places USING (account);
