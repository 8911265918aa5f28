-- The module's events by user and UTC day in 90 days, without those who are flagged already; each user by its peak.
CREATE TEMP TABLE flood_days AS
SELECT *, dense_rank() OVER (PARTITION BY account ORDER BY peak DESC, "user") AS place
FROM (
    SELECT *, max(events) OVER (PARTITION BY account, "user") AS peak
    FROM (
        SELECT account, "user", day, sum(events)::BIGINT AS events
        FROM rollup ANTI JOIN flagged USING (account, "user")
        WHERE module = getvariable('module') AND day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
        GROUP BY account, "user", day
    )
);
