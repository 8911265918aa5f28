-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t1"."module",
  "t1"."account",
  "t1"."user",
  "t1"."ago",
  SUM("t1"."events") AS "events"
FROM (
  SELECT
    *
  FROM "dated" AS "t0"
  WHERE
    "t0"."ago" >= 0 AND "t0"."ago" < 269
) AS "t1"
GROUP BY
  1,
  2,
  3,
  4
