-- The module's use in the accounts that are flooded, by user, UTC day and the account's own day.
CREATE TEMP TABLE flood_use AS
SELECT
    used.account, used."user", used.day AS utc_day, shifts.local_day AS day,
    flagged."user" IS NOT NULL AS is_flood, coalesce(flagged.is_open, false) AS is_open,
    min(used.first_at) AS first_at, max(used.last_at) AS last_at,
    min_by(used.source, (-epoch_us(used.last_at), used.source)) AS source
FROM rollup AS used
JOIN flood_shifts AS shifts
    ON shifts.account = used.account AND shifts.day = used.day AND used.slot BETWEEN shifts.first_slot AND shifts.last_slot
LEFT JOIN flagged ON flagged.account = used.account AND flagged."user" = used."user"
WHERE used.module = getvariable('module') AND used.day <= getvariable('as_of') + 1
GROUP BY ALL;
