-- The days of the series of every module: its events, and its users and accounts in the windows that end with the day.
CREATE TEMP TABLE series AS
WITH calendar AS (
    SELECT unnest(generate_series(getvariable('first'), getvariable('as_of'), INTERVAL 1 DAY))::DATE AS day
), daily AS (
    SELECT number, day, sum(events)::BIGINT AS events
    FROM used WHERE day >= getvariable('first')
    GROUP BY number, day
)
SELECT
    module, calendar.day,
    coalesce(sum(users_1) OVER running, 0)::BIGINT AS users_1,
    coalesce(sum(users_7) OVER running, 0)::BIGINT AS users_7,
    coalesce(sum(users_28) OVER running, 0)::BIGINT AS users_28,
    coalesce(sum(users_90) OVER running, 0)::BIGINT AS users_90,
    coalesce(sum(accounts_1) OVER running, 0)::BIGINT AS accounts_1,
    coalesce(sum(accounts_7) OVER running, 0)::BIGINT AS accounts_7,
    coalesce(sum(accounts_28) OVER running, 0)::BIGINT AS accounts_28,
    coalesce(sum(accounts_90) OVER running, 0)::BIGINT AS accounts_90,
    coalesce(events, 0) AS events
FROM modules
CROSS JOIN calendar
LEFT JOIN steps ON steps.number = modules.number AND steps.day = calendar.day
LEFT JOIN daily ON daily.number = modules.number AND daily.day = calendar.day
WINDOW running AS (PARTITION BY modules.number ORDER BY calendar.day ROWS UNBOUNDED PRECEDING);
