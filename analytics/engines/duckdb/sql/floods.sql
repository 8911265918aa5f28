-- The first `many` users of an account flood if the least of their peaks is above 50 times the 99th percentile of a
-- day of everybody else; whoever is alone is compared with its own days before the last 28.
WITH sizes AS (
    SELECT unnest([1, 2, 3, 4, 5]) AS many
), others AS (
    SELECT account, many, quantile_disc(events, 0.99) AS usual
    FROM flood_days JOIN sizes ON place > many
    GROUP BY account, many HAVING count(*) >= $fewest
), alone AS (
    SELECT account, 1 AS many, quantile_disc(events, 0.99) FILTER (day <= getvariable('as_of') - 28) AS usual
    FROM flood_days
    GROUP BY account
    HAVING max(place) = 1 AND count(*) FILTER (day <= getvariable('as_of') - 28) >= $fewest
), limits AS (
    SELECT * FROM others UNION ALL SELECT * FROM alone
), peaks AS (
    SELECT account, "user", place, peak, min(day) FILTER (events = peak) AS peak_date
    FROM flood_days GROUP BY account, "user", place, peak
), found AS (
    SELECT limits.account, max(limits.many) AS many, max_by(limits.usual, limits.many) AS usual
    FROM limits JOIN peaks ON peaks.account = limits.account AND peaks.place = limits.many
    WHERE peaks.peak > $times * limits.usual
    GROUP BY limits.account
)
SELECT peaks.account, peaks."user", peaks.peak, peaks.peak_date, found.usual
FROM found JOIN peaks ON peaks.account = found.account AND peaks.place <= found.many
ORDER BY peaks.account, peaks.place;
