-- The modules that were ever used, numbered: numbers are grouped and sorted faster than names.
CREATE TEMP TABLE modules AS
SELECT module, (row_number() OVER (ORDER BY module))::UINTEGER AS number
FROM (SELECT DISTINCT module FROM rollup WHERE day <= getvariable('as_of') + 1);
