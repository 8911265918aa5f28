-- Use by UTC day within reach of the series. `pair` codes an account's use of a module, `person` its user, in 64 bits.
CREATE TEMP TABLE used AS
SELECT number, hash(module, account) AS pair, hash("user") AS person, day, sum(events)::UINTEGER AS events
FROM rollup JOIN modules USING (module)
WHERE day BETWEEN getvariable('as_of') - 268 AND getvariable('as_of')
GROUP BY ALL;
