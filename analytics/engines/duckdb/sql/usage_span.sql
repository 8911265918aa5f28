-- From which UTC day on are local days needed? The module's first, or that of the 90-day comparison with a margin.
SELECT least(coalesce(min(day), getvariable('as_of')), getvariable('as_of') - 92) FROM module_rows;
