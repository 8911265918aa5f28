-- With them the days that the file takes over from older ones.
CREATE OR REPLACE TEMP TABLE piece AS
SELECT * FROM fresh
UNION ALL BY NAME
SELECT * FROM read_parquet($files) WHERE day IN (SELECT unnest($days::DATE[]));
