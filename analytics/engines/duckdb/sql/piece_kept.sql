-- The days that the file takes over from older ones.
INSERT INTO piece BY NAME
SELECT * FROM read_parquet($files) WHERE day IN (SELECT unnest($days::DATE[]));
