-- From which UTC day on is the module used in the accounts that are flooded?
SELECT min(day) FROM rollup
WHERE module = getvariable('module') AND account IN (SELECT account FROM flagged) AND day <= getvariable('as_of') + 1;
