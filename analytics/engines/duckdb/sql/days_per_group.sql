-- How many groups of rows does a file hold, and how many days do they span, each counted for itself?
SELECT count(*), coalesce(sum(stats_max_value::DATE - stats_min_value::DATE + 1), 0)
FROM parquet_metadata($path) WHERE path_in_schema = 'day';
