-- Through which integration and which program was the module used, in UTC days? From the events, which know the caller.
SELECT
    coalesce(integration, ''), coalesce(client, ''),
    count(*), count(DISTINCT (event.account, event."user")) FILTER (flagged."user" IS NULL),
    count(DISTINCT event.account), min(occurred_at), max(occurred_at)
FROM read_parquet($files) AS event
LEFT JOIN flagged ON flagged.account = event.account AND flagged."user" = event."user"
WHERE
    module = $module AND day BETWEEN $first::DATE AND $last::DATE
    AND NOT EXISTS (
        SELECT 1 FROM exclusions WHERE exclusions.source = event.source AND event.action GLOB exclusions.pattern
    )
GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 500;
