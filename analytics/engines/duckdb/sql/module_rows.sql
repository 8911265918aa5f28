-- The module's own part of the roll-up, read once; files may hold later days, too.
CREATE TEMP TABLE module_rows AS
SELECT day, slot, account, "user", source, events, first_at, last_at
FROM rollup WHERE module = getvariable('module') AND day <= getvariable('as_of') + 1;
