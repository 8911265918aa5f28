-- The days of a file that were counted anew.
CREATE OR REPLACE TEMP TABLE piece AS
SELECT * EXCLUDE (shard) FROM rolled WHERE shard = $shard AND day IN (SELECT unnest($days::DATE[]));
