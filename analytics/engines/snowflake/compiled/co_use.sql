-- Compiled by `make measures` from analytics/engines/definitions: change it there.
WITH "t5" AS (
  SELECT DISTINCT
    "t0"."module",
    "t0"."account",
    "t0"."user"
  FROM "dated" AS "t0"
  WHERE
    "t0"."ago" >= 0 AND "t0"."ago" < 90
), "t11" AS (
  SELECT
    "t8"."module",
    "t8"."account",
    "t8"."user"
  FROM "t5" AS "t8"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "asked" AS "t3"
      WHERE
        "t8"."module" = "t3"."module"
    )
    AND NOT EXISTS(
      SELECT
        1
      FROM "flagged" AS "t4"
      WHERE
        "t8"."account" = "t4"."account" AND "t8"."user" = "t4"."user"
    )
)
SELECT
  "t23"."of_module",
  "t23"."module",
  SUM("t23"."users") AS "users",
  SUM("t23"."accounts") AS "accounts"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t20"."of_module",
      "t20"."module",
      "t20"."users",
      0 AS "accounts"
    FROM (
      SELECT
        "t18"."of_module",
        "t18"."module",
        CAST(COUNT(*) AS INT) AS "users"
      FROM (
        SELECT
          "t16"."of_module",
          "t16"."account",
          "t16"."user",
          "t7"."module"
        FROM (
          SELECT
            "t12"."module" AS "of_module",
            "t12"."account",
            "t12"."user"
          FROM "t11" AS "t12"
        ) AS "t16"
        INNER JOIN "t5" AS "t7"
          ON "t16"."account" = "t7"."account" AND "t16"."user" = "t7"."user"
      ) AS "t18"
      GROUP BY
        1,
        2
    ) AS "t20"
  ) AS "t22"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t19"."of_module",
      "t19"."module",
      0 AS "users",
      "t19"."accounts"
    FROM (
      SELECT
        "t17"."of_module",
        "t17"."module",
        CAST(COUNT(*) AS INT) AS "accounts"
      FROM (
        SELECT
          "t15"."of_module",
          "t15"."account",
          "t10"."module"
        FROM (
          SELECT DISTINCT
            "t12"."module" AS "of_module",
            "t12"."account"
          FROM "t11" AS "t12"
        ) AS "t15"
        INNER JOIN (
          SELECT DISTINCT
            "t6"."module",
            "t6"."account"
          FROM "t5" AS "t6"
        ) AS "t10"
          ON "t15"."account" = "t10"."account"
      ) AS "t17"
      GROUP BY
        1,
        2
    ) AS "t19"
  ) AS "t21"
) AS "t23"
GROUP BY
  1,
  2
