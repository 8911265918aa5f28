-- Per account, in its own days: the figures of persons without those who flood.
SELECT
    account,
    count(DISTINCT "user") FILTER (NOT is_flood AND day > getvariable('as_of') - 28),
    count(DISTINCT "user") FILTER (NOT is_flood AND day BETWEEN getvariable('as_of') - 55 AND getvariable('as_of') - 28),
    count(DISTINCT "user") FILTER (NOT is_flood AND day > getvariable('as_of') - 90),
    max(last_at) FILTER (NOT is_flood),
    coalesce(list(DISTINCT day ORDER BY day) FILTER (NOT is_flood), []),
    count(DISTINCT "user") FILTER (is_flood),
    max(day) FILTER (is_open)
FROM flood_use WHERE day <= getvariable('as_of')
GROUP BY account ORDER BY account;
