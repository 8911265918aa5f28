-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t11"."module" AS "module",
  "t11"."size" AS "size",
  "t11"."is_user" AS "is_user",
  "t11"."ago" AS "ago",
  "t11"."found" AS "found"
FROM (
  SELECT
    "t10"."module" AS "module",
    "t10"."size" AS "size",
    "t10"."is_user" AS "is_user",
    "t10"."ago" AS "ago",
    "t10"."step" AS "step",
    SUM("t10"."step") OVER (
      PARTITION BY "t10"."module", "t10"."size", "t10"."is_user"
      ORDER BY "t10"."ago" DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "found"
  FROM (
    SELECT
      "t9"."module" AS "module",
      "t9"."size" AS "size",
      "t9"."is_user" AS "is_user",
      "t9"."ago" AS "ago",
      SUM("t9"."step") AS "step"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM "changes" AS "t0"
      ) AS "t3"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t7"."module" AS "module",
          "t7"."size" AS "size",
          "t7"."is_user" AS "is_user",
          "t7"."ago" AS "ago",
          CAST(0 AS Nullable(Int64)) AS "step"
        FROM (
          SELECT
            "t4"."module" AS "module",
            "t4"."size" AS "size",
            "t4"."is_user" AS "is_user",
            "t6"."ago" AS "ago"
          FROM (
            SELECT DISTINCT
              "t0"."module" AS "module",
              "t0"."size" AS "size",
              "t0"."is_user" AS "is_user"
            FROM "changes" AS "t0"
          ) AS "t4"
          CROSS JOIN (
            SELECT
              "t1"."ago" AS "ago"
            FROM "calendar" AS "t1"
            WHERE
              "t1"."ago" >= 0 AND "t1"."ago" < 180
          ) AS "t6"
        ) AS "t7"
      ) AS "t8"
    ) AS "t9"
    GROUP BY
      "t9"."module",
      "t9"."size",
      "t9"."is_user",
      "t9"."ago"
  ) AS "t10"
) AS "t11"
