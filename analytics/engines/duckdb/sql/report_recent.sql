-- The last 90 days in each account's own days; `ago` is 0 on the last of them.
CREATE TEMP TABLE recent AS
SELECT
    hash(row.module, row.account) AS pair, hash(row."user") AS person, hash(row.account) AS owner,
    (getvariable('as_of') - coalesce(shifts.local_day, row.day))::TINYINT AS ago, row.events
FROM (
    SELECT day, slot, module, account, "user", events FROM rollup
    WHERE day BETWEEN getvariable('as_of') - 92 AND getvariable('as_of') + 1
) AS row
LEFT JOIN zones ON zones.account = row.account
LEFT JOIN shifts
    ON shifts.zone = zones.zone AND shifts.day = row.day AND row.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE coalesce(shifts.local_day, row.day) BETWEEN getvariable('as_of') - 89 AND getvariable('as_of');
