-- Per account of a candidate: the days of its use of the module, and its first day with any activity.
SELECT
    account, coalesce(list(DISTINCT day ORDER BY day) FILTER (module = $module), []), min(day)
FROM read_parquet($files)
WHERE day <= $as_of::DATE AND account IN (SELECT account FROM candidates)
GROUP BY account;
