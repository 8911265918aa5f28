-- When those accounts' users had used it last before: the base knows its own days, the roll-ups tell the fresh ones.
CREATE TEMP TABLE earlier AS
WITH uses AS (
    SELECT module, owner, person, day FROM read_parquet($uses)
    UNION ALL
    SELECT module, hash(account), hash("user"), day FROM rollup
    WHERE day IN (SELECT unnest(getvariable('fresh')))
)
SELECT number, owner, person, max(day) AS day
FROM uses
JOIN modules USING (module)
SEMI JOIN (SELECT DISTINCT number, owner FROM seen) AS asked USING (number, owner)
WHERE day BETWEEN getvariable('as_of') - 89 AND getvariable('as_of') - 1
GROUP BY ALL;
