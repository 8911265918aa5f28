-- First and last use of each module by each account; what is after the account's own last day does not count yet.
CREATE TEMP TABLE bounds AS
SELECT *, hash(module, account) AS pair
FROM (
    SELECT module, account, min(first_at) AS first_at, max(last_at) AS last_at
    FROM (
        SELECT module, account, first_at, last_at FROM rollup WHERE day < getvariable('as_of')
        UNION ALL
        SELECT module, account, first_at, last_at FROM newest
    )
    GROUP BY module, account
);
