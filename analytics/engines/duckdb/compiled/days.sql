-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t1"."day",
  COUNT(*) AS "found",
  SUM("t1"."quantity") AS "quantity",
  MAX("t1"."occurred_at") AS "last_at",
  COUNT("t1"."account") AS "accounts",
  COUNT("t1"."user") AS "users",
  COUNT("t1"."module") AS "modules"
FROM (
  SELECT
    "t0"."occurred_at",
    "t0"."module",
    "t0"."account",
    "t0"."user",
    "t0"."source",
    "t0"."action",
    "t0"."quantity",
    "t0"."event_id",
    CAST("t0"."occurred_at" AS DATE) AS "day"
  FROM "told" AS "t0"
) AS "t1"
GROUP BY
  1
