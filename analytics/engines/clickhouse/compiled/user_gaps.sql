-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t3"."module" AS "module",
  "t3"."ago" AS "ago",
  "t3"."gap" AS "gap",
  CAST(COUNT(*) AS Nullable(Int32)) AS "found"
FROM (
  SELECT
    "t2"."module" AS "module",
    "t2"."account" AS "account",
    "t2"."user" AS "user",
    "t2"."ago" AS "ago",
    CASE WHEN "t2"."gap" > 90 THEN 90 ELSE "t2"."gap" END AS "gap"
  FROM (
    SELECT
      "t1"."module" AS "module",
      "t1"."account" AS "account",
      "t1"."user" AS "user",
      "t1"."ago" AS "ago",
      "t1"."ago" - leadInFrame("t1"."ago", 1, -1000) OVER (
        PARTITION BY "t1"."module", "t1"."account", "t1"."user"
        ORDER BY "t1"."ago" DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "gap"
    FROM (
      SELECT
        "t0"."module" AS "module",
        "t0"."account" AS "account",
        "t0"."user" AS "user",
        "t0"."ago" AS "ago"
      FROM "used" AS "t0"
    ) AS "t1"
  ) AS "t2"
) AS "t3"
GROUP BY
  "t3"."module",
  "t3"."ago",
  "t3"."gap"
