-- Difference arrays: whoever uses it on a day counts from then on, for as long as the window or until the next use. What
-- is before the 180 days counts from the first of them on, what is after them not at all.
CREATE TEMP TABLE steps AS
WITH found AS (
    SELECT number, day, gap, found::BIGINT AS users, 0::BIGINT AS accounts FROM user_gaps
    UNION ALL
    SELECT number, day, gap, 0, found FROM account_gaps
), changes AS (
    SELECT number, day, 0::UTINYINT AS size, users, accounts FROM found
    UNION ALL
    SELECT number, day + least(gap, size)::INTEGER, size, -users, -accounts
    FROM found, (SELECT unnest([1, 7, 28, 90]::UTINYINT[]) AS size)
)
SELECT
    number, greatest(day, getvariable('as_of') - 179) AS day,
    sum(users) FILTER (size IN (0, 1))::BIGINT AS users_1,
    sum(users) FILTER (size IN (0, 7))::BIGINT AS users_7,
    sum(users) FILTER (size IN (0, 28))::BIGINT AS users_28,
    sum(users) FILTER (size IN (0, 90))::BIGINT AS users_90,
    sum(accounts) FILTER (size IN (0, 1))::BIGINT AS accounts_1,
    sum(accounts) FILTER (size IN (0, 7))::BIGINT AS accounts_7,
    sum(accounts) FILTER (size IN (0, 28))::BIGINT AS accounts_28,
    sum(accounts) FILTER (size IN (0, 90))::BIGINT AS accounts_90
FROM changes WHERE day <= getvariable('as_of')
GROUP BY ALL;
