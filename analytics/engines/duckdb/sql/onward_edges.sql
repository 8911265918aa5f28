-- Events of the days around the settled ones that lie in the account's last 90 days.
CREATE TEMP TABLE edges AS
SELECT row.module, row.account, sum(row.events)::BIGINT AS events
FROM (FROM moving WHERE day IN (SELECT unnest($days::DATE[]))) AS row
LEFT JOIN zones ON zones.account = row.account
LEFT JOIN shifts
    ON shifts.zone = zones.zone AND shifts.day = row.day AND row.slot BETWEEN shifts.first_slot AND shifts.last_slot
WHERE coalesce(shifts.local_day, row.day) BETWEEN getvariable('as_of') - 89 AND getvariable('as_of')
GROUP BY ALL;
