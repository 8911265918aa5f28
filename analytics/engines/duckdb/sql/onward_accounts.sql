-- Per account of the module: first and last use as the base knew them and the fresh days tell, and its last 90 days.
CREATE TEMP TABLE module_accounts AS
WITH uses AS (
    SELECT account, first_at, last_at, last_user AS "user", last_source AS source
    FROM read_parquet($accounts) WHERE module = getvariable('module')
    UNION ALL
    SELECT row.account, row.first_at, row.last_at, row."user", row.source
    FROM (
        SELECT * FROM rollup
        WHERE day IN (SELECT unnest(getvariable('fresh'))) AND day <= getvariable('as_of') + 1
    ) AS row
    LEFT JOIN zones ON zones.account = row.account
    LEFT JOIN shifts
        ON shifts.zone = zones.zone AND shifts.day = row.day AND row.slot BETWEEN shifts.first_slot AND shifts.last_slot
    WHERE coalesce(shifts.local_day, row.day) <= getvariable('as_of')
), bounds AS (
    SELECT account, min(first_at) AS first_at, max(last_at) AS last_at FROM uses GROUP BY account
), newest AS (
    SELECT account, min("user") AS last_user, arg_min(source, ("user", source)) AS last_source
    FROM uses JOIN bounds USING (account, last_at) GROUP BY account
)
SELECT
    account, users_28, users_28_before, users_90, events_28, events_90, bounds.first_at, bounds.last_at, last_user,
    last_source, weekly, rank
FROM bounds
JOIN newest USING (account)
LEFT JOIN windows ON windows.pair = hash(getvariable('module'), account)
LEFT JOIN ranked USING (account);
