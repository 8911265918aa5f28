-- Difference arrays: whoever uses it on a day counts from then on, for as long as the window or until the next use. What
-- is before the series counts from its first day on, what is after it not at all. A gap longer than a window is cut to
-- it, so the smaller windows have few rows.
CREATE TEMP TABLE steps AS
WITH found AS (
    SELECT number, day, gap, found::BIGINT AS users, 0::BIGINT AS accounts FROM user_gaps
    UNION ALL
    SELECT number, day, gap, 0, found FROM account_gaps
), of_90 AS (
    SELECT number, day, gap, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts FROM found GROUP BY ALL
), of_28 AS (
    SELECT number, day, least(gap, 28)::UTINYINT AS gap, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
    FROM of_90 GROUP BY ALL
), of_7 AS (
    SELECT number, day, least(gap, 7)::UTINYINT AS gap, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
    FROM of_28 GROUP BY ALL
), of_1 AS (
    SELECT number, day, 1::UTINYINT AS gap, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
    FROM of_7 GROUP BY ALL
), changes AS (
    SELECT number, day, 0::UTINYINT AS size, users, accounts FROM of_1
    UNION ALL
    SELECT number, day + gap::INTEGER, 1, -users, -accounts FROM of_1
    UNION ALL
    SELECT number, day + gap::INTEGER, 7, -users, -accounts FROM of_7
    UNION ALL
    SELECT number, day + gap::INTEGER, 28, -users, -accounts FROM of_28
    UNION ALL
    SELECT number, day + gap::INTEGER, 90, -users, -accounts FROM of_90
)
SELECT
    number, greatest(day, getvariable('first')) AS day,
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
