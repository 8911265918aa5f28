-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    "t0"."module" AS "module",
    "t0"."account" AS "account",
    "t0"."user" AS "user",
    "t0"."source" AS "source",
    "t0"."first_at" AS "first_at",
    "t0"."last_at" AS "last_at"
  FROM "dated" AS "t0"
  WHERE
    "t0"."ago" > 0
) AS "t2"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t1"."module" AS "module",
    "t1"."account" AS "account",
    "t1"."user" AS "user",
    "t1"."source" AS "source",
    "t1"."first_at" AS "first_at",
    "t1"."last_at" AS "last_at"
  FROM "recent" AS "t1"
  WHERE
    "t1"."utc_ago" <= 0 AND "t1"."ago" >= 0
) AS "t3"
