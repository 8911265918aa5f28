-- Does a module's use of 90 days lie with few accounts? Formulas: analytics/rules/concentration.py.
SELECT
    module, count(*) AS accounts, sum(events_90)::BIGINT AS events,
    sum(events_90) FILTER (place <= 10) / any_value(total) AS top10_share,
    sum((events_90 / total) ** 2) AS hhi,
    (2 * sum((number - place + 1)::HUGEINT * events_90) - (any_value(number) + 1)::HUGEINT * any_value(total))
        / (any_value(number)::DOUBLE * any_value(total)) AS gini
FROM (
    SELECT
        module, events_90, sum(events_90) OVER (PARTITION BY module) AS total,
        count(*) OVER (PARTITION BY module) AS number,
        row_number() OVER (PARTITION BY module ORDER BY events_90 DESC) AS place
    FROM read_parquet($files) WHERE events_90 > 0
)
GROUP BY module ORDER BY module;
