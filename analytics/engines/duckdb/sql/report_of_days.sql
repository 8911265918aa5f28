-- A module's series.
SELECT day, sum(users_1), sum(users_28), sum(accounts_1), sum(events)
FROM read_parquet($files) WHERE module = getvariable('module') GROUP BY day ORDER BY day;
