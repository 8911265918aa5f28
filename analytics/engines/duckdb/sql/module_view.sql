-- The rows of one module that readers may see, named once for all steps.
CREATE TEMP VIEW rollup AS
SELECT * FROM read_parquet(getvariable('files')) WHERE module = getvariable('module');
