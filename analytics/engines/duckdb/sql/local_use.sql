-- The module's use by the account's own day.
CREATE TEMP TABLE local_use AS
SELECT
    coalesce(shifts.local_day, used.day) AS day, used.account, used."user",
    sum(used.events)::BIGINT AS events, min(used.first_at) AS first_at, max(used.last_at) AS last_at
FROM module_rows AS used
LEFT JOIN zones ON zones.account = used.account
LEFT JOIN shifts
    ON shifts.zone = zones.zone AND shifts.day = used.day AND used.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE coalesce(shifts.local_day, used.day) <= getvariable('as_of')
GROUP BY coalesce(shifts.local_day, used.day), used.account, used."user";
