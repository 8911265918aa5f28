-- The first activity of each account in any module.
SELECT account, min(first_at) FROM rollup WHERE day <= getvariable('as_of') + 1 GROUP BY account ORDER BY account;
