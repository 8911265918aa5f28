-- The module's use by the account's own day.
CREATE TEMP TABLE local_use AS
SELECT
    shifts.local_day AS day, used.account, used."user",
    sum(used.events)::BIGINT AS events, min(used.first_at) AS first_at, max(used.last_at) AS last_at
FROM module_rows AS used
LEFT JOIN zones ON zones.account = used.account
JOIN shifts
    ON shifts.zone = coalesce(zones.zone, 'UTC') AND shifts.day = used.day
    AND used.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE shifts.local_day <= getvariable('as_of')
GROUP BY shifts.local_day, used.account, used."user";
