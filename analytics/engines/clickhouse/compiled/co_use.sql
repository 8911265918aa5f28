-- Compiled by `make measures` from analytics/engines/definitions: change it there.
WITH "t5" AS (
  SELECT DISTINCT
    "t0"."module" AS "module",
    "t0"."account" AS "account",
    "t0"."user" AS "user"
  FROM "dated" AS "t0"
  WHERE
    "t0"."ago" >= 0 AND "t0"."ago" < 90
), "t11" AS (
  SELECT
    "t8"."module" AS "module",
    "t8"."account" AS "account",
    "t8"."user" AS "user"
  FROM "t5" AS "t8"
  LEFT SEMI JOIN "asked" AS "t3"
    ON "t8"."module" = "t3"."module"
  LEFT ANTI JOIN "flagged" AS "t4"
    ON "t8"."account" = "t4"."account" AND "t8"."user" = "t4"."user"
)
SELECT
  "t23"."of_module" AS "of_module",
  "t23"."module" AS "module",
  SUM("t23"."users") AS "users",
  SUM("t23"."accounts") AS "accounts"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t20"."of_module" AS "of_module",
      "t20"."module" AS "module",
      "t20"."users" AS "users",
      0 AS "accounts"
    FROM (
      SELECT
        "t18"."of_module" AS "of_module",
        "t18"."module" AS "module",
        CAST(COUNT(*) AS Nullable(Int32)) AS "users"
      FROM (
        SELECT
          "t16"."of_module" AS "of_module",
          "t16"."account" AS "account",
          "t16"."user" AS "user",
          "t7"."module" AS "module"
        FROM (
          SELECT
            "t12"."module" AS "of_module",
            "t12"."account" AS "account",
            "t12"."user" AS "user"
          FROM "t11" AS "t12"
        ) AS "t16"
        INNER JOIN "t5" AS "t7"
          ON "t16"."account" = "t7"."account" AND "t16"."user" = "t7"."user"
      ) AS "t18"
      GROUP BY
        "t18"."of_module",
        "t18"."module"
    ) AS "t20"
  ) AS "t22"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t19"."of_module" AS "of_module",
      "t19"."module" AS "module",
      0 AS "users",
      "t19"."accounts" AS "accounts"
    FROM (
      SELECT
        "t17"."of_module" AS "of_module",
        "t17"."module" AS "module",
        CAST(COUNT(*) AS Nullable(Int32)) AS "accounts"
      FROM (
        SELECT
          "t15"."of_module" AS "of_module",
          "t15"."account" AS "account",
          "t10"."module" AS "module"
        FROM (
          SELECT DISTINCT
            "t12"."module" AS "of_module",
            "t12"."account" AS "account"
          FROM "t11" AS "t12"
        ) AS "t15"
        INNER JOIN (
          SELECT DISTINCT
            "t6"."module" AS "module",
            "t6"."account" AS "account"
          FROM "t5" AS "t6"
        ) AS "t10"
          ON "t15"."account" = "t10"."account"
      ) AS "t17"
      GROUP BY
        "t17"."of_module",
        "t17"."module"
    ) AS "t19"
  ) AS "t21"
) AS "t23"
GROUP BY
  "t23"."of_module",
  "t23"."module"
