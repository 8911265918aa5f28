-- No day is new: who used it last on which day is as the last report says.
CREATE TEMP TABLE latest AS
SELECT number, known, day, sum(users)::BIGINT AS users, sum(accounts)::BIGINT AS accounts
FROM read_parquet($latest) JOIN modules USING (module)
GROUP BY ALL;
