-- What else these accounts use, by whoever and whatever, and when last. `listed` are accounts that are on the list.
CREATE TEMP TABLE other_use AS
SELECT
    account, "user", left(coalesce(integration, ''), 300) AS integration, left(coalesce(client, ''), 300) AS client,
    module, max(last_at) AS last_at
FROM use_rows AS event
WHERE
    module <> $module
    AND (account IN (SELECT account FROM module_use) OR account IN (SELECT unnest($listed::VARCHAR[])))
    AND NOT EXISTS (
        SELECT 1 FROM exclusions WHERE exclusions.source = event.source AND event.action GLOB exclusions.pattern
    )
GROUP BY ALL;
