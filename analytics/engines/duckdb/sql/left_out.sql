-- How many events of these UTC days did each rule leave out? One that several patterns fit counts under the first.
WITH acted AS (
    SELECT source, action, count(*) AS events FROM read_parquet($files)
    WHERE day BETWEEN $first::DATE AND $last::DATE AND source IN (SELECT source FROM exclusions)
    GROUP BY ALL
),
ruled AS (
    SELECT acted.source, min(exclusions.pattern) AS pattern, any_value(acted.events) AS events
    FROM acted JOIN exclusions ON exclusions.source = acted.source AND acted.action GLOB exclusions.pattern
    GROUP BY acted.source, acted.action
)
SELECT source, pattern, sum(events)::BIGINT FROM ruled GROUP BY ALL ORDER BY source, pattern;
