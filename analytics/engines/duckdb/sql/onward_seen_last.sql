-- Who used what on the last day.
CREATE TEMP TABLE seen AS
SELECT number, hash(account) AS owner, hash("user") AS person, sum(events)::BIGINT AS events
FROM rollup JOIN modules USING (module)
WHERE day = getvariable('as_of')
GROUP BY ALL;
