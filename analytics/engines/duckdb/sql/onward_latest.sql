-- Whoever used it on the last day did so last on that day, and no longer on the day before; the rest is as it was known.
CREATE TEMP TABLE latest AS
WITH known AS MATERIALIZED (
    SELECT number, day, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
    FROM read_parquet($latest) JOIN modules USING (module)
    WHERE known = getvariable('as_of') - 1 AND day >= getvariable('as_of') - 89
    GROUP BY ALL
), changes AS (
    FROM known
    UNION ALL
    SELECT number, day, -count(*), 0 FROM earlier SEMI JOIN seen USING (number, owner, person) GROUP BY ALL
    UNION ALL
    SELECT number, day, 0, -count(*)
    FROM (SELECT number, owner, max(day) AS day FROM earlier GROUP BY ALL)
    GROUP BY ALL
    UNION ALL
    SELECT number, getvariable('as_of'), count(*), count(DISTINCT owner) FROM seen GROUP BY number
)
SELECT
    number, getvariable('as_of') AS known, day, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
FROM changes GROUP BY number, day
UNION ALL
SELECT number, getvariable('as_of') - 1, day, users, accounts FROM known;
