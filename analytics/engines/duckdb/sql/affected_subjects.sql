-- One row for each user, integration and client version that used the module, with the ways by which it came.
CREATE TEMP TABLE subjects AS
SELECT
    account, 'user' AS kind, "user" AS key, sum(events)::BIGINT AS events,
    min(first_at) AS first_at, max(last_at) AS last_at,
    list_sort(list_distinct(list(integration) || list(client))) AS through
FROM module_use WHERE "user" <> '' GROUP BY ALL
UNION ALL
SELECT
    account, 'integration', integration, sum(events)::BIGINT, min(first_at), max(last_at), list(DISTINCT client ORDER BY client)
FROM module_use WHERE integration <> '' GROUP BY ALL
UNION ALL
SELECT
    account, 'client_version', client, sum(events)::BIGINT, min(first_at), max(last_at),
    list(DISTINCT integration ORDER BY integration)
FROM module_use WHERE client <> '' GROUP BY ALL;
