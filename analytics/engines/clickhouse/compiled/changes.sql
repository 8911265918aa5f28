-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t14"."module" AS "module",
  "t14"."size" AS "size",
  "t14"."is_user" AS "is_user",
  "t14"."ago" AS "ago",
  SUM("t14"."step") AS "step"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t10"."module" AS "module",
      "t10"."size" AS "size",
      "t10"."ago" AS "ago",
      "t10"."step" AS "step",
      1 AS "is_user"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t3"."module" AS "module",
          "t5"."size" AS "size",
          "t3"."ago" AS "ago",
          CAST("t3"."found" AS Nullable(Int64)) AS "step"
        FROM "user_gaps" AS "t3"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t6"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t3"."module" AS "module",
          "t5"."size" AS "size",
          "t3"."ago" - CASE WHEN "t3"."gap" > "t5"."size" THEN "t5"."size" ELSE "t3"."gap" END AS "ago",
          CAST(-(
            "t3"."found"
          ) AS Nullable(Int64)) AS "step"
        FROM "user_gaps" AS "t3"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t8"
    ) AS "t10"
  ) AS "t12"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t11"."module" AS "module",
      "t11"."size" AS "size",
      "t11"."ago" AS "ago",
      "t11"."step" AS "step",
      0 AS "is_user"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."module" AS "module",
          "t5"."size" AS "size",
          "t4"."ago" AS "ago",
          CAST("t4"."found" AS Nullable(Int64)) AS "step"
        FROM "account_gaps" AS "t4"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t7"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t4"."module" AS "module",
          "t5"."size" AS "size",
          "t4"."ago" - CASE WHEN "t4"."gap" > "t5"."size" THEN "t5"."size" ELSE "t4"."gap" END AS "ago",
          CAST(-(
            "t4"."found"
          ) AS Nullable(Int64)) AS "step"
        FROM "account_gaps" AS "t4"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t9"
    ) AS "t11"
  ) AS "t13"
) AS "t14"
GROUP BY
  "t14"."module",
  "t14"."size",
  "t14"."is_user",
  "t14"."ago"
