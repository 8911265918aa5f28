-- The days of the series.
CREATE TEMP TABLE calendar AS
SELECT unnest(generate_series(getvariable('as_of') - 179, getvariable('as_of'), INTERVAL 1 DAY))::DATE AS day;
