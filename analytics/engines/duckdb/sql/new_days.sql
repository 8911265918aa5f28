-- How many new events each source brought for each day.
SELECT source, day, count(*), max(occurred_at) FROM new_events GROUP BY source, day ORDER BY day, source;
