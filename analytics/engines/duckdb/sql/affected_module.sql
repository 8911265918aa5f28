-- Use of the module in these event files, by whoever and whatever used it. Actions that are excluded do not count.
CREATE TEMP TABLE module_use AS
SELECT
    account, "user", left(coalesce(integration, ''), 300) AS integration, left(coalesce(client, ''), 300) AS client,
    sum(events)::BIGINT AS events, min(first_at) AS first_at, max(last_at) AS last_at
FROM use_rows AS event
WHERE
    module = $module AND NOT EXISTS (
        SELECT 1 FROM exclusions WHERE exclusions.source = event.source AND event.action GLOB exclusions.pattern
    )
GROUP BY ALL;
