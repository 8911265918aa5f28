-- Which actions of which source do not count as use.
CREATE TEMP TABLE exclusions AS
SELECT unnest($sources::VARCHAR[]) AS source, unnest($patterns::VARCHAR[]) AS pattern;
