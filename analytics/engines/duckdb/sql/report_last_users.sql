-- Who used it last; of several at the same instant the first by name.
CREATE TEMP TABLE last_users AS
SELECT pair, min("user") AS last_user
FROM (
    SELECT hash(module, account) AS pair, "user", last_at FROM rollup WHERE day < getvariable('as_of')
    UNION ALL
    SELECT hash(module, account), "user", last_at FROM newest
)
JOIN (SELECT pair, last_at FROM bounds) USING (pair, last_at)
GROUP BY pair;
