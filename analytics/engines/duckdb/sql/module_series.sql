-- Per day: users and accounts of the day, distinct users of the 28 days up to it, events.
WITH steps AS (
    SELECT day, sum(step) AS step
    FROM (
        SELECT first_day AS day, 1 AS step FROM spans
        UNION ALL
        SELECT end_day, -1 FROM spans
    )
    GROUP BY day
), rolling AS (
    SELECT calendar.day, coalesce(sum(steps.step), 0)::BIGINT AS users_28
    FROM calendar LEFT JOIN steps ON steps.day <= calendar.day
    GROUP BY calendar.day
), daily AS (
    SELECT day, count(DISTINCT (account, "user")) AS users, count(DISTINCT account) AS accounts, sum(events)::BIGINT AS events
    FROM module_use GROUP BY day
)
SELECT rolling.day, coalesce(users, 0), users_28, coalesce(accounts, 0), coalesce(events, 0)
FROM rolling LEFT JOIN daily USING (day)
ORDER BY rolling.day;
