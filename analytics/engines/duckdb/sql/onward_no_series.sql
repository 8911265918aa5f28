-- No day is new: the series of the last report hold.
CREATE TEMP TABLE series AS SELECT * FROM read_parquet($series) LIMIT 0;
