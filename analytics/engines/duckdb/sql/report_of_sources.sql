-- The sources that ever carried the module.
SELECT DISTINCT source FROM read_parquet($files) WHERE module = getvariable('module') ORDER BY source;
