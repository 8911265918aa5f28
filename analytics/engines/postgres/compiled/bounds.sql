-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t0"."module",
  "t0"."account",
  MIN("t0"."first_at") AS "first_at",
  MAX("t0"."last_at") AS "last_at"
FROM "ever" AS "t0"
GROUP BY
  1,
  2
