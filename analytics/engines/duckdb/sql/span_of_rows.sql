-- Has each of the rows a time, and is it in the span?
SELECT coalesce(count(occurred_at) = count(*) AND min(occurred_at) >= $first AND max(occurred_at) <= $last, false)
FROM read_parquet($path);
