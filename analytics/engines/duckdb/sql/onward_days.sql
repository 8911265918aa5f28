-- The days that enter or leave the sums of 90 days, read once.
CREATE TEMP TABLE moving AS
SELECT day, slot, module, account, sum(events)::BIGINT AS events
FROM rollup WHERE day IN (SELECT unnest($days::DATE[]))
GROUP BY ALL;
