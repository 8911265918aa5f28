-- Compiled by `make measures` from analytics/engines/definitions: change it there.
WITH "t13" AS (
  SELECT
    "t12"."occurred_at",
    "t12"."module",
    "t12"."account",
    "t12"."user",
    "t12"."source",
    "t12"."action",
    "t12"."quantity",
    "t12"."client",
    "t12"."integration",
    "t12"."day",
    "t6"."ago",
    "t7"."days"
  FROM (
    SELECT
      "t10"."occurred_at",
      "t10"."module",
      "t10"."account",
      "t10"."user",
      "t10"."source",
      "t10"."action",
      "t10"."quantity",
      COALESCE("t10"."client", '') AS "client",
      COALESCE("t10"."integration", '') AS "integration",
      CAST("t10"."occurred_at" AS DATE) AS "day"
    FROM (
      SELECT
        "t8"."occurred_at",
        "t8"."module",
        "t8"."account",
        "t8"."user",
        "t8"."source",
        "t8"."action",
        "t8"."quantity",
        "t8"."client",
        "t8"."integration"
      FROM "events" AS "t8"
      ANTI JOIN "left_out" AS "t9"
        ON "t8"."source" = "t9"."source" AND "t8"."action" = "t9"."action"
    ) AS "t10"
  ) AS "t12"
  INNER JOIN "calendar" AS "t6"
    ON "t12"."day" = "t6"."day"
  INNER JOIN "asked" AS "t7"
    ON "t12"."module" = "t7"."module"
), "t15" AS (
  SELECT
    *
  FROM "t13" AS "t14"
  WHERE
    "t14"."ago" >= 0 AND "t14"."ago" < "t14"."days"
)
SELECT
  "t22"."module",
  "t22"."integration",
  "t22"."client",
  "t22"."events",
  "t21"."accounts",
  "t22"."first_at",
  "t22"."last_at",
  COALESCE("t26"."users", 0) AS "users"
FROM (
  SELECT
    "t17"."module",
    "t17"."integration",
    "t17"."client",
    CAST(COUNT(*) AS INT) AS "events",
    MIN("t17"."occurred_at") AS "first_at",
    MAX("t17"."occurred_at") AS "last_at"
  FROM "t15" AS "t17"
  GROUP BY
    1,
    2,
    3
) AS "t22"
INNER JOIN (
  SELECT
    "t16"."module",
    "t16"."integration",
    "t16"."client",
    CAST(COUNT(*) AS INT) AS "accounts"
  FROM (
    SELECT DISTINCT
      "t14"."module",
      "t14"."integration",
      "t14"."client",
      "t14"."account"
    FROM "t13" AS "t14"
    WHERE
      "t14"."ago" >= 0 AND "t14"."ago" < "t14"."days"
  ) AS "t16"
  GROUP BY
    1,
    2,
    3
) AS "t21"
  ON "t22"."module" = "t21"."module"
  AND "t22"."integration" = "t21"."integration"
  AND "t22"."client" = "t21"."client"
LEFT OUTER JOIN (
  SELECT
    "t24"."module",
    "t24"."integration",
    "t24"."client",
    CAST(COUNT(*) AS INT) AS "users"
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        "t18"."module",
        "t18"."integration",
        "t18"."client",
        "t18"."account",
        "t18"."user"
      FROM "t15" AS "t18"
      ANTI JOIN "flagged" AS "t5"
        ON "t18"."account" = "t5"."account" AND "t18"."user" = "t5"."user"
    ) AS "t23"
  ) AS "t24"
  GROUP BY
    1,
    2,
    3
) AS "t26"
  ON "t22"."module" = "t26"."module"
  AND "t22"."integration" = "t26"."integration"
  AND "t22"."client" = "t26"."client"
