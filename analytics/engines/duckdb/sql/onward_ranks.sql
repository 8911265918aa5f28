-- The module's place among those that its accounts used in their last 90 days; the parts of the events add up.
CREATE TEMP TABLE ranked AS
WITH sums AS (
    SELECT account, module, sum(events) AS events
    FROM read_parquet($recent)
    SEMI JOIN (SELECT account FROM read_parquet($recent) WHERE module = getvariable('module')) AS asked USING (account)
    GROUP BY ALL
    HAVING sum(events) > 0
), placed AS (
    SELECT account, module, rank() OVER (PARTITION BY account ORDER BY events DESC)::INTEGER AS rank FROM sums
)
SELECT account, rank FROM placed WHERE module = getvariable('module');
