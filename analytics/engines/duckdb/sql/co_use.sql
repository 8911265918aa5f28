-- Which modules do the module's users use in the same 90 UTC days, and how many of them? The module itself is a row.
WITH recent AS (
    SELECT DISTINCT rollup.module, rollup.account, rollup."user"
    FROM rollup
    WHERE rollup.day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
), own AS (
    SELECT account, "user" FROM recent ANTI JOIN flagged USING (account, "user")
    WHERE module = getvariable('module')
), own_accounts AS (
    SELECT DISTINCT account FROM own
)
SELECT
    recent.module,
    count(*) FILTER (own."user" IS NOT NULL),
    count(DISTINCT recent.account)
FROM recent
JOIN own_accounts USING (account)
LEFT JOIN own ON own.account = recent.account AND own."user" = recent."user"
GROUP BY recent.module ORDER BY recent.module;
