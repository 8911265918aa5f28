-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t3"."module",
  "t3"."ago",
  "t3"."gap",
  CAST(COUNT(*) AS INTEGER) AS "found"
FROM (
  SELECT
    "t2"."module",
    "t2"."account",
    "t2"."user",
    "t2"."ago",
    IF("t2"."gap" > 90, 90, "t2"."gap") AS "gap"
  FROM (
    SELECT
      "t1"."module",
      "t1"."account",
      "t1"."user",
      "t1"."ago",
      "t1"."ago" - LEAD("t1"."ago", 1, -1000) OVER (PARTITION BY "t1"."module", "t1"."account", "t1"."user" ORDER BY "t1"."ago" DESC) AS "gap"
    FROM (
      SELECT
        "t0"."module",
        "t0"."account",
        "t0"."user",
        "t0"."ago"
      FROM "used" AS "t0"
    ) AS "t1"
  ) AS "t2"
) AS "t3"
GROUP BY
  1,
  2,
  3
