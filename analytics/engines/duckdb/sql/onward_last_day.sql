-- The series of the last day alone: whoever used it in the windows that end with it, by the last use of each. Only the
-- day itself is read for its events: a sum beside each person's last day would cost a quarter more.
CREATE TEMP TABLE series AS
WITH people AS (
    SELECT number, hash(account) AS owner, hash("user") AS person, max(day) AS day
    FROM rollup JOIN modules USING (module)
    WHERE day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
    GROUP BY ALL
), owners AS (
    SELECT
        number, max(day) AS day, count(*) AS users_90,
        count(*) FILTER (day = getvariable('as_of')) AS users_1,
        count(*) FILTER (day > getvariable('as_of') - 7) AS users_7,
        count(*) FILTER (day > getvariable('as_of') - 28) AS users_28
    FROM people GROUP BY number, owner
), counted AS (
    SELECT
        number, sum(users_1) AS users_1, sum(users_7) AS users_7, sum(users_28) AS users_28, sum(users_90) AS users_90,
        count(*) FILTER (day = getvariable('as_of')) AS accounts_1,
        count(*) FILTER (day > getvariable('as_of') - 7) AS accounts_7,
        count(*) FILTER (day > getvariable('as_of') - 28) AS accounts_28,
        count(*) AS accounts_90
    FROM owners GROUP BY number
), used AS (
    SELECT module, sum(events) AS events FROM rollup WHERE day = getvariable('as_of') GROUP BY module
)
SELECT
    module, getvariable('as_of') AS day, coalesce(users_1, 0)::BIGINT AS users_1,
    coalesce(users_7, 0)::BIGINT AS users_7, coalesce(users_28, 0)::BIGINT AS users_28,
    coalesce(users_90, 0)::BIGINT AS users_90, coalesce(accounts_1, 0) AS accounts_1,
    coalesce(accounts_7, 0) AS accounts_7, coalesce(accounts_28, 0) AS accounts_28,
    coalesce(accounts_90, 0) AS accounts_90, coalesce(events, 0)::BIGINT AS events
FROM modules LEFT JOIN counted USING (number) LEFT JOIN used USING (module);
