-- 180 days of every module: its events, and its users and accounts in the windows that end with the day.
CREATE TEMP TABLE series AS
WITH calendar AS (
    SELECT unnest(generate_series(getvariable('as_of') - 179, getvariable('as_of'), INTERVAL 1 DAY))::DATE AS day
), dense AS (
    SELECT number, size, is_user, day, step FROM steps
    UNION ALL
    SELECT number, size, is_user, day, 0 FROM (SELECT DISTINCT number, size, is_user FROM steps), calendar
), running AS (
    SELECT
        number, size, is_user, day,
        sum(sum(step)) OVER (PARTITION BY number, size, is_user ORDER BY day)::BIGINT AS found
    FROM dense GROUP BY number, size, is_user, day
), wide AS (
    SELECT
        number, day,
        max(found) FILTER (is_user AND size = 1) AS users_1,
        max(found) FILTER (is_user AND size = 7) AS users_7,
        max(found) FILTER (is_user AND size = 28) AS users_28,
        max(found) FILTER (is_user AND size = 90) AS users_90,
        max(found) FILTER (NOT is_user AND size = 1) AS accounts_1,
        max(found) FILTER (NOT is_user AND size = 7) AS accounts_7,
        max(found) FILTER (NOT is_user AND size = 28) AS accounts_28,
        max(found) FILTER (NOT is_user AND size = 90) AS accounts_90
    FROM running GROUP BY number, day
), daily AS (
    SELECT number, day, sum(events)::BIGINT AS events FROM used GROUP BY number, day
)
SELECT
    module, calendar.day, coalesce(users_1, 0) AS users_1, coalesce(users_7, 0) AS users_7,
    coalesce(users_28, 0) AS users_28, coalesce(users_90, 0) AS users_90, coalesce(accounts_1, 0) AS accounts_1,
    coalesce(accounts_7, 0) AS accounts_7, coalesce(accounts_28, 0) AS accounts_28,
    coalesce(accounts_90, 0) AS accounts_90, coalesce(events, 0) AS events
FROM modules
CROSS JOIN calendar
LEFT JOIN wide ON wide.number = modules.number AND wide.day = calendar.day
LEFT JOIN daily ON daily.number = modules.number AND daily.day = calendar.day;
