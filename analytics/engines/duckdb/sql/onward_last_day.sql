-- The series of the last day alone: whoever used it last within the windows that end with it.
CREATE TEMP TABLE series AS
WITH counted AS (
    SELECT
        number,
        sum(users) FILTER (day = getvariable('as_of')) AS users_1,
        sum(users) FILTER (day > getvariable('as_of') - 7) AS users_7,
        sum(users) FILTER (day > getvariable('as_of') - 28) AS users_28,
        sum(users) AS users_90,
        sum(accounts) FILTER (day = getvariable('as_of')) AS accounts_1,
        sum(accounts) FILTER (day > getvariable('as_of') - 7) AS accounts_7,
        sum(accounts) FILTER (day > getvariable('as_of') - 28) AS accounts_28,
        sum(accounts) AS accounts_90
    FROM latest WHERE known = getvariable('as_of') GROUP BY number
), used AS (
    SELECT number, sum(events) AS events FROM seen GROUP BY number
)
SELECT
    module, getvariable('as_of') AS day, coalesce(users_1, 0)::BIGINT AS users_1,
    coalesce(users_7, 0)::BIGINT AS users_7, coalesce(users_28, 0)::BIGINT AS users_28,
    coalesce(users_90, 0)::BIGINT AS users_90, coalesce(accounts_1, 0)::BIGINT AS accounts_1,
    coalesce(accounts_7, 0)::BIGINT AS accounts_7, coalesce(accounts_28, 0)::BIGINT AS accounts_28,
    coalesce(accounts_90, 0)::BIGINT AS accounts_90, coalesce(events, 0)::BIGINT AS events
FROM modules LEFT JOIN counted USING (number) LEFT JOIN used USING (number);
