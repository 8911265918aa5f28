-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t1"."day" AS "day",
  COUNT(*) AS "found",
  SUM("t1"."quantity") AS "quantity",
  MAX("t1"."occurred_at") AS "last_at",
  COUNT("t1"."account") AS "accounts",
  COUNT("t1"."user") AS "users",
  COUNT("t1"."module") AS "modules"
FROM (
  SELECT
    "t0"."occurred_at" AS "occurred_at",
    "t0"."module" AS "module",
    "t0"."account" AS "account",
    "t0"."user" AS "user",
    "t0"."source" AS "source",
    "t0"."action" AS "action",
    "t0"."quantity" AS "quantity",
    "t0"."event_id" AS "event_id",
    toDate("t0"."occurred_at") AS "day"
  FROM "told" AS "t0"
) AS "t1"
GROUP BY
  "t1"."day"
