-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t14"."module",
  "t14"."size",
  "t14"."is_user",
  "t14"."ago",
  SUM("t14"."step") AS "step"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t10"."module",
      "t10"."size",
      "t10"."ago",
      "t10"."step",
      1 AS "is_user"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t3"."module",
          "t5"."size",
          "t3"."ago",
          CAST("t3"."found" AS BIGINT) AS "step"
        FROM "user_gaps" AS "t3"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t6"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t3"."module",
          "t5"."size",
          "t3"."ago" - IFF("t3"."gap" > "t5"."size", "t5"."size", "t3"."gap") AS "ago",
          CAST(-(
            "t3"."found"
          ) AS BIGINT) AS "step"
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
      "t11"."module",
      "t11"."size",
      "t11"."ago",
      "t11"."step",
      0 AS "is_user"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t4"."module",
          "t5"."size",
          "t4"."ago",
          CAST("t4"."found" AS BIGINT) AS "step"
        FROM "account_gaps" AS "t4"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t7"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t4"."module",
          "t5"."size",
          "t4"."ago" - IFF("t4"."gap" > "t5"."size", "t5"."size", "t4"."gap") AS "ago",
          CAST(-(
            "t4"."found"
          ) AS BIGINT) AS "step"
        FROM "account_gaps" AS "t4"
        CROSS JOIN "sizes" AS "t5"
      ) AS "t9"
    ) AS "t11"
  ) AS "t13"
) AS "t14"
GROUP BY
  1,
  2,
  3,
  4
