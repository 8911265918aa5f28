-- The modules of the last report and of the fresh days, numbered.
CREATE TEMP TABLE modules AS
SELECT module, (row_number() OVER (ORDER BY module))::UINTEGER AS number
FROM (
    SELECT module FROM read_parquet($series)
    UNION
    SELECT module FROM rollup WHERE day IN (SELECT unnest(getvariable('fresh')))
);
