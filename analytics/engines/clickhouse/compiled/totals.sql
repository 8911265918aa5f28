-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t4"."account" AS "account",
  "t4"."since" AS "since",
  COALESCE("t5"."events_all_90", 0) AS "events_all_90"
FROM (
  SELECT
    "t0"."account" AS "account",
    MIN("t0"."first_at") AS "since"
  FROM "dated" AS "t0"
  GROUP BY
    "t0"."account"
) AS "t4"
LEFT OUTER JOIN (
  SELECT
    "t1"."account" AS "account",
    SUM("t1"."events_90") AS "events_all_90"
  FROM "windows" AS "t1"
  GROUP BY
    "t1"."account"
) AS "t5"
  ON "t4"."account" = "t5"."account"
