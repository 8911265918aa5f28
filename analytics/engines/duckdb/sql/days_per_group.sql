-- How many groups of rows does a file hold, how many days do they span, each counted for itself, and how many together?
SELECT
    count(*), coalesce(sum(stats_max_value::DATE - stats_min_value::DATE + 1), 0),
    coalesce(max(stats_max_value::DATE) - min(stats_min_value::DATE) + 1, 0)
FROM parquet_metadata($path) WHERE path_in_schema = 'day';
