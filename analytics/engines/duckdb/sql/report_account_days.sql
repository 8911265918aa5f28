-- The days on which anybody of an account used a module.
CREATE TEMP TABLE account_days AS SELECT DISTINCT number, pair, day FROM used;
