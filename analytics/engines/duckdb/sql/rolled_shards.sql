-- How much each day and shard holds.
SELECT day, shard, count(*) FROM rolled GROUP BY day, shard;
