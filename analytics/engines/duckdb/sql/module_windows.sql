-- Distinct users and accounts of the last N days, for each N.
SELECT
    n,
    count(DISTINCT (account, "user")) FILTER (day > getvariable('as_of') - n),
    count(DISTINCT account) FILTER (day > getvariable('as_of') - n)
FROM module_use RIGHT JOIN (SELECT unnest([1, 7, 28, 90]::INTEGER[]) AS n) AS sizes ON true
GROUP BY n ORDER BY n;
