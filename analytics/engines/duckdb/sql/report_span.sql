-- From which UTC day on are local days needed? The module's first.
SELECT coalesce(min(day), getvariable('as_of')) FROM rollup WHERE module = getvariable('module');
