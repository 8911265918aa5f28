-- From which UTC day on is there anything?
SELECT min(day) FROM rollup;
