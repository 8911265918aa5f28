-- The customers' time zones; an account that is in nobody's directory lives in UTC.
CREATE TEMP TABLE zones AS SELECT unnest($accounts::VARCHAR[]) AS account, unnest($zones::VARCHAR[]) AS zone;
