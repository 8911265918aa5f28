-- From when to when are the rows, and has each of them a time?
SELECT min(occurred_at), max(occurred_at), count(occurred_at), count(*) FROM read_parquet($path);
