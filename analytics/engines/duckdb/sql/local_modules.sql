-- Events of every module in the account's last 90 days.
CREATE TEMP TABLE local_modules AS
SELECT recent.account, recent.module, sum(recent.events)::BIGINT AS events
FROM (
    SELECT day, slot, account, module, events FROM rollup
    WHERE day BETWEEN getvariable('as_of') - 92 AND getvariable('as_of') + 1
) AS recent
LEFT JOIN zones ON zones.account = recent.account
LEFT JOIN shifts
    ON shifts.zone = zones.zone AND shifts.day = recent.day
    AND recent.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE coalesce(shifts.local_day, recent.day) BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
GROUP BY recent.account, recent.module;
