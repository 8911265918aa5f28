-- Use of the module after an instant, by account, user and caller; from the events themselves, which know the caller.
SELECT account, "user", coalesce(client, integration, ''), count(*), min(occurred_at), max(occurred_at)
FROM read_parquet($files)
WHERE module = $module AND day >= $since::TIMESTAMP::DATE AND occurred_at >= $since::TIMESTAMP
GROUP BY ALL ORDER BY ALL;
