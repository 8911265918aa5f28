-- Distinct users by week, counted back from as_of: week 0 is the last.
SELECT account, ((getvariable('as_of') - day) // 7)::INTEGER AS week, count(DISTINCT "user")
FROM local_use
WHERE day > getvariable('as_of') - 84
GROUP BY account, week ORDER BY account, week;
