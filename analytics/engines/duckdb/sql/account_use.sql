-- Per account: users and events in the windows, first and last use.
SELECT
    account,
    count(DISTINCT "user") FILTER (day > getvariable('as_of') - 28),
    count(DISTINCT "user") FILTER (day BETWEEN getvariable('as_of') - 55 AND getvariable('as_of') - 28),
    count(DISTINCT "user") FILTER (day > getvariable('as_of') - 90),
    coalesce(sum(events) FILTER (day > getvariable('as_of') - 28), 0)::BIGINT,
    coalesce(sum(events) FILTER (day > getvariable('as_of') - 90), 0)::BIGINT,
    min(first_at),
    max(last_at),
    list(DISTINCT day ORDER BY day)
FROM local_use GROUP BY account ORDER BY account;
