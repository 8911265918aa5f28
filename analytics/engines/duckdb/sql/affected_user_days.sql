-- The days, in UTC, on which each of these users used the module: from the roll-ups, which reach furthest back.
SELECT number, list(DISTINCT day ORDER BY day)
FROM candidates JOIN (
    SELECT account, "user", day FROM read_parquet($files) WHERE module = $module AND day <= $as_of::DATE
) AS used ON candidates.kind = 'user' AND used.account = candidates.account AND used."user" = candidates.key
GROUP BY number;
