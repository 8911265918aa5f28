-- Events of every module in the account's last 90 days.
CREATE TEMP TABLE local_modules AS
SELECT rollup.account, rollup.module, sum(rollup.events)::BIGINT AS events
FROM rollup
LEFT JOIN zones ON zones.account = rollup.account
JOIN shifts
    ON shifts.zone = coalesce(zones.zone, 'UTC') AND shifts.day = rollup.day
    AND rollup.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE
    rollup.day BETWEEN getvariable('as_of') - 92 AND getvariable('as_of') + 1
    AND shifts.local_day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
GROUP BY rollup.account, rollup.module;
