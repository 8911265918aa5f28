-- Those of them that an earlier import has already.
CREATE TEMP TABLE known AS
SELECT DISTINCT earlier.key, earlier.content
FROM read_parquet($files) AS earlier
SEMI JOIN single USING (key);
