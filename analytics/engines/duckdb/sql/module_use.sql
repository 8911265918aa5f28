-- The module's use by UTC day, account and user.
CREATE TEMP TABLE module_use AS
SELECT day, account, "user", sum(events)::BIGINT AS events
FROM module_rows
WHERE day <= getvariable('as_of')
GROUP BY day, account, "user";
