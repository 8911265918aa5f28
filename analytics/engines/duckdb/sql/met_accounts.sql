-- The accounts that the file speaks of, known or not.
SELECT DISTINCT account FROM single ORDER BY account;
