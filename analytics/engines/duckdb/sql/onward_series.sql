-- The series of the last report up to the first day that changed, and from it on those counted now.
CREATE TEMP TABLE whole_series AS
WITH before AS (
    SELECT
        module, day,
        sum(users_1)::BIGINT AS users_1, sum(users_7)::BIGINT AS users_7,
        sum(users_28)::BIGINT AS users_28, sum(users_90)::BIGINT AS users_90,
        sum(accounts_1)::BIGINT AS accounts_1, sum(accounts_7)::BIGINT AS accounts_7,
        sum(accounts_28)::BIGINT AS accounts_28, sum(accounts_90)::BIGINT AS accounts_90,
        sum(events)::BIGINT AS events
    FROM read_parquet($series)
    WHERE day >= getvariable('as_of') - 179 AND day < getvariable('first')
    GROUP BY module, day
), calendar AS (
    SELECT module, unnest(generate_series(
        getvariable('as_of') - 179, getvariable('first') - 1, INTERVAL 1 DAY
    ))::DATE AS day
    FROM modules
)
SELECT
    module, day, coalesce(users_1, 0) AS users_1, coalesce(users_7, 0) AS users_7, coalesce(users_28, 0) AS users_28,
    coalesce(users_90, 0) AS users_90, coalesce(accounts_1, 0) AS accounts_1, coalesce(accounts_7, 0) AS accounts_7,
    coalesce(accounts_28, 0) AS accounts_28, coalesce(accounts_90, 0) AS accounts_90, coalesce(events, 0) AS events
FROM calendar LEFT JOIN before USING (module, day)
UNION ALL
FROM series;
