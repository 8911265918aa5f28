-- Of those who used the module in the 90 UTC days before `since`: who used the replacement from then on, and who is
-- still on the module in the last 28 days? Users, then accounts.
WITH met AS (
    SELECT
        account, "user",
        bool_or(module = getvariable('module') AND day BETWEEN $since::DATE - 90 AND $since::DATE - 1) AS is_before,
        bool_or(module = $replacement AND day >= $since::DATE) AS is_after,
        bool_or(module = getvariable('module') AND day > greatest(getvariable('as_of') - 28, $since::DATE - 1)) AS is_still
    FROM rollup ANTI JOIN flagged USING (account, "user")
    WHERE module IN (getvariable('module'), $replacement)
        AND day BETWEEN $since::DATE - 90 AND getvariable('as_of')
    GROUP BY account, "user"
), by_account AS (
    SELECT account, bool_or(is_before) AS is_before, bool_or(is_after) AS is_after, bool_or(is_still) AS is_still
    FROM met GROUP BY account
)
SELECT 'users', count(*), count(*) FILTER (is_after), count(*) FILTER (is_after AND NOT is_still), count(*) FILTER (is_still)
FROM met WHERE is_before
UNION ALL
SELECT 'accounts', count(*), count(*) FILTER (is_after), count(*) FILTER (is_after AND NOT is_still), count(*) FILTER (is_still)
FROM by_account WHERE is_before;
