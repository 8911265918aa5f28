-- What else each of them uses, and when last the module that takes over.
CREATE TEMP TABLE beside AS
WITH used AS (
    SELECT account, 'user' AS kind, "user" AS key, module, last_at FROM other_use
    UNION ALL
    SELECT account, 'integration', integration, module, last_at FROM other_use
    UNION ALL
    SELECT account, 'client_version', client, module, last_at FROM other_use
)
SELECT
    account, kind, key, list(DISTINCT module ORDER BY module) AS modules,
    max(last_at) FILTER (module = $replacement) AS replacement_at, max(last_at) AS last_at
FROM used WHERE key <> '' GROUP BY ALL;
