-- Uses or accounts that share a code by chance: none, or nothing that was counted by code can be trusted.
SELECT
    count(*) - count(DISTINCT pair),
    (SELECT count(DISTINCT account) - count(DISTINCT hash(account)) FROM bounds)
FROM bounds;
