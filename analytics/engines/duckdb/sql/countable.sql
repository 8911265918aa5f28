-- The events that may count.
CREATE TEMP VIEW countable AS SELECT * FROM read_parquet(getvariable('files'));
