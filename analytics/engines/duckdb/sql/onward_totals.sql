-- Per account over all modules: what was known of it, the fresh days beside it, and the events of 90 days.
CREATE TEMP TABLE totals AS
SELECT account, min(since) AS since, coalesce(any_value(events), 0)::BIGINT AS events_all_90
FROM (
    SELECT account, since FROM read_parquet($totals)
    UNION ALL
    SELECT account, first_at FROM rollup WHERE day IN (SELECT unnest(getvariable('fresh')))
)
LEFT JOIN (SELECT account, sum(events) AS events FROM recent GROUP BY account) USING (account)
GROUP BY account;
