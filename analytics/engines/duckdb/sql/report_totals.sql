-- Per account over all modules: the first activity, and the events of 90 days.
CREATE TEMP TABLE totals AS
SELECT account, min(first_at) AS since, coalesce(sum(events_90), 0)::BIGINT AS events_all_90
FROM (
    SELECT account, first_at, events_90 FROM bounds LEFT JOIN (SELECT pair, events_90 FROM windows) USING (pair)
    UNION ALL
    SELECT account, first_at, NULL FROM rollup WHERE day BETWEEN getvariable('as_of') AND getvariable('as_of') + 1
)
GROUP BY account;
