-- The gap method: a user counts in the 28 days from a use on, or until the next use begins its own span.
CREATE TEMP TABLE spans AS
SELECT day AS first_day, least(day + 28, coalesce(lead(day) OVER (PARTITION BY account, "user" ORDER BY day), day + 28)) AS end_day
FROM module_use
WHERE day > getvariable('as_of') - 179 - 28;
