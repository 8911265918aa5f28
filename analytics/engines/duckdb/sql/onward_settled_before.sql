-- Together with what the last report has of them.
CREATE OR REPLACE TEMP TABLE settled AS
SELECT module, account, sum(events)::BIGINT AS events
FROM (FROM settled UNION ALL BY NAME SELECT module, account, events FROM read_parquet($before))
GROUP BY ALL
HAVING sum(events) <> 0;
