-- How many users and accounts used each module last on which day, as known at the end of the last day and of the one
-- before it: a report that goes on counts from here. Older days are out of every window.
CREATE TEMP TABLE latest AS
WITH found AS (
    SELECT number, day, gap, found::BIGINT AS users, 0::BIGINT AS accounts FROM user_gaps
    UNION ALL
    SELECT number, day, gap, 0, found FROM account_gaps
)
SELECT
    number, getvariable('as_of') AS known, day, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
FROM found WHERE day >= getvariable('as_of') - 89 AND gap = 90 GROUP BY ALL
UNION ALL
SELECT number, getvariable('as_of') - 1, day, sum(users)::BIGINT, sum(accounts)::BIGINT
FROM found
WHERE
    day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of') - 1
    AND (gap = 90 OR day + gap::INTEGER = getvariable('as_of'))
GROUP BY ALL;
