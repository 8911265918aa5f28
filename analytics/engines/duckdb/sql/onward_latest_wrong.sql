-- Less than nobody: none, or what the report went on from was not what it counts from.
SELECT count(*) FROM latest WHERE users < 0 OR accounts < 0;
