-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT DISTINCT
  "t0"."module",
  "t0"."source"
FROM "dated" AS "t0"
WHERE
  "t0"."ago" >= 0
