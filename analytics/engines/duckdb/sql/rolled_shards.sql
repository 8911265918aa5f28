-- Which days and shards hold anything.
SELECT DISTINCT day, shard FROM rolled;
