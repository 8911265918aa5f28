-- How many groups of rows does a file hold, how many days do they span, each counted for itself, and how many together?
-- A thread puts what did not fit into its groups, of whatever day, into one of its own at the end: of many groups the
-- two widest are not counted.
SELECT
    count(*), coalesce(sum(days) FILTER (wider >= least(2, groups // 8)), 0), coalesce(max(last) - min(first) + 1, 0)
FROM (
    SELECT
        first, last, last - first + 1 AS days, count(*) OVER () AS groups,
        row_number() OVER (ORDER BY last - first DESC) - 1 AS wider
    FROM (
        SELECT stats_min_value::DATE AS first, stats_max_value::DATE AS last
        FROM parquet_metadata($path) WHERE path_in_schema = 'day'
    )
);
