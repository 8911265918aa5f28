-- Who used it last, and which source told so; of several at the same instant the first by name.
CREATE TEMP TABLE last_users AS
SELECT pair, min("user") AS last_user, arg_min(source, ("user", source)) AS last_source
FROM (
    SELECT hash(module, account) AS pair, "user", source, last_at FROM rollup WHERE day < getvariable('as_of')
    UNION ALL
    SELECT hash(module, account), "user", source, last_at FROM newest
)
JOIN (SELECT pair, last_at FROM bounds) USING (pair, last_at)
GROUP BY pair;
