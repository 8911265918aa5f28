-- On which of its own days each account used the module, over all history.
CREATE TEMP TABLE use_days AS
SELECT account, list(day ORDER BY day) AS days
FROM (
    SELECT DISTINCT row.account, coalesce(shifts.local_day, row.day) AS day
    FROM (
        SELECT day, slot, account FROM rollup
        WHERE module = getvariable('module') AND day <= getvariable('as_of') + 1
    ) AS row
    LEFT JOIN zones ON zones.account = row.account
    LEFT JOIN shifts
        ON shifts.zone = zones.zone AND shifts.day = row.day AND row.slot BETWEEN shifts.first_slot AND shifts.last_slot
)
WHERE day <= getvariable('as_of')
GROUP BY account;
