-- The last UTC days, of which some hours may lie on the account's next day.
CREATE TEMP TABLE newest AS
SELECT row.module, row.account, row."user", row.source, row.first_at, row.last_at
FROM (SELECT * FROM rollup WHERE day BETWEEN getvariable('as_of') AND getvariable('as_of') + 1) AS row
LEFT JOIN zones ON zones.account = row.account
LEFT JOIN shifts
    ON shifts.zone = zones.zone AND shifts.day = row.day AND row.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE coalesce(shifts.local_day, row.day) <= getvariable('as_of');
