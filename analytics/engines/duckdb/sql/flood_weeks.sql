-- Distinct users that count, by week back from as_of: week 0 is the last.
SELECT account, ((getvariable('as_of') - day) // 7)::INTEGER AS week, count(DISTINCT "user")
FROM flood_use
WHERE NOT is_flood AND day > getvariable('as_of') - 84 AND day <= getvariable('as_of')
GROUP BY account, week ORDER BY account, week;
