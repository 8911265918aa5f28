-- The days of a file that were counted anew.
CREATE OR REPLACE TEMP VIEW fresh AS
SELECT * EXCLUDE (shard) FROM rolled
WHERE shard = getvariable('shard') AND day IN (SELECT unnest(getvariable('fresh_days')));
