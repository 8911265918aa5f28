-- Who used it last, and which source told so; of several at the same instant the first by name.
CREATE TEMP TABLE last_users AS
WITH found AS MATERIALIZED (
    SELECT pair, "user", source
    FROM (
        SELECT hash(module, account) AS pair, "user", source, last_at FROM rollup WHERE day < getvariable('as_of')
        UNION ALL
        SELECT hash(module, account), "user", source, last_at FROM newest
    )
    JOIN (SELECT pair, last_at FROM bounds) USING (pair, last_at)
), several AS MATERIALIZED (
    SELECT pair FROM found GROUP BY pair HAVING count(*) > 1
)
SELECT pair, "user" AS last_user, source AS last_source FROM found WHERE pair NOT IN (FROM several)
UNION ALL
SELECT pair, min("user"), arg_min(source, ("user", source)) FROM found WHERE pair IN (FROM several) GROUP BY pair;
