-- The module's use by the account's own day.
CREATE TEMP TABLE local_use AS
SELECT
    shifts.local_day AS day, rollup.account, rollup."user",
    sum(rollup.events)::BIGINT AS events, min(rollup.first_at) AS first_at, max(rollup.last_at) AS last_at
FROM rollup
LEFT JOIN zones ON zones.account = rollup.account
JOIN shifts
    ON shifts.zone = coalesce(zones.zone, 'UTC') AND shifts.day = rollup.day
    AND rollup.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE rollup.module = getvariable('module') AND shifts.local_day <= getvariable('as_of')
GROUP BY shifts.local_day, rollup.account, rollup."user";
