-- Which of these accounts were seen before?
SELECT count(*) FROM read_parquet($totals) WHERE account IN (SELECT unnest($accounts::VARCHAR[]));
