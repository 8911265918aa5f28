-- Use by UTC day within reach of the series. `owner` codes the account, `person` its user, in 64 bits.
-- Of what is before the first day of the series only the last use matters.
CREATE TEMP TABLE used AS
WITH coded AS (
    SELECT number, hash(account) AS owner, hash("user") AS person, day, events
    FROM rollup JOIN modules USING (module)
    WHERE day BETWEEN getvariable('first') - 89 AND getvariable('as_of')
)
SELECT number, owner, person, day, sum(events)::UINTEGER AS events
FROM coded WHERE day >= getvariable('first') GROUP BY ALL
UNION ALL
SELECT number, owner, person, max(day), 0 FROM coded WHERE day < getvariable('first') GROUP BY ALL;
