-- The customers' time zones; all others live in UTC.
CREATE TEMP TABLE zones AS SELECT unnest($accounts::VARCHAR[]) AS account, unnest($zones::VARCHAR[]) AS zone;
