-- The days, in UTC, on which the module was used through each of these integrations and client versions.
WITH used AS (
    SELECT DISTINCT
        account, left(coalesce(integration, ''), 300) AS integration, left(coalesce(client, ''), 300) AS client, day
    FROM read_parquet($files) AS event
    WHERE
        module = $module AND day <= $as_of::DATE AND account IN (SELECT account FROM candidates WHERE kind <> 'user')
        AND NOT EXISTS (
            SELECT 1 FROM exclusions WHERE exclusions.source = event.source AND event.action GLOB exclusions.pattern
        )
)
SELECT number, list(DISTINCT day ORDER BY day)
FROM candidates JOIN used
    ON used.account = candidates.account
    AND CASE candidates.kind WHEN 'client_version' THEN used.client ELSE used.integration END = candidates.key
WHERE candidates.kind <> 'user'
GROUP BY number;
