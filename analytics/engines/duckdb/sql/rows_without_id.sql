-- How many events of a file have no id, by what its writer noted of it? As good as many where it noted nothing.
SELECT coalesce(sum(coalesce(stats_null_count, num_values)), 1)
FROM parquet_metadata($path) WHERE path_in_schema = 'event_id';
