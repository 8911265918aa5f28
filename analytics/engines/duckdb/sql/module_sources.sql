-- The sources that ever carried the module.
SELECT DISTINCT source FROM rollup
WHERE module = getvariable('module') AND day <= getvariable('as_of') ORDER BY source;
