-- The same from what warehouses rolled up, which knows no caller. Of a quarter hour that began before the instant only
-- its last event is known to lie after it.
SELECT
    account, "user", '', sum(if(first_at >= $since::TIMESTAMP, events, 1))::BIGINT,
    min(if(first_at >= $since::TIMESTAMP, first_at, last_at)), max(last_at)
FROM read_parquet($files)
WHERE module = $module AND day >= $since::TIMESTAMP::DATE AND last_at >= $since::TIMESTAMP
GROUP BY ALL ORDER BY ALL;
