-- The sources that ever carried the module.
SELECT DISTINCT source FROM module_rows WHERE day <= getvariable('as_of') ORDER BY source;
