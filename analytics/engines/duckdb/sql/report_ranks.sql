-- The module's place among those of the account (the busiest is 1, equals share).
CREATE TEMP TABLE ranks AS
SELECT pair, rank() OVER (PARTITION BY owner ORDER BY events_90 DESC)::INTEGER AS rank FROM windows;
