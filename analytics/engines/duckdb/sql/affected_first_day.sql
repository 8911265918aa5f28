-- From which day on there are events left.
SELECT min(day) FROM read_parquet($files);
