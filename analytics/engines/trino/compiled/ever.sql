-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    "t0"."module",
    "t0"."account",
    "t0"."user",
    "t0"."source",
    "t0"."first_at",
    "t0"."last_at"
  FROM "dated" AS "t0"
  WHERE
    "t0"."ago" > 0
) AS "t2"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t1"."module",
    "t1"."account",
    "t1"."user",
    "t1"."source",
    "t1"."first_at",
    "t1"."last_at"
  FROM "recent" AS "t1"
  WHERE
    "t1"."utc_ago" <= 0 AND "t1"."ago" >= 0
) AS "t3"
