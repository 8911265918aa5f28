-- Accounts that share a code by chance: none, or the series cannot be trusted.
SELECT count(*) - count(DISTINCT hash(account)) FROM totals;
