-- Compiled by `make measures` from analytics/engines/definitions: change it there.
WITH "t13" AS (
  SELECT
    "t12"."occurred_at" AS "occurred_at",
    "t12"."module" AS "module",
    "t12"."account" AS "account",
    "t12"."user" AS "user",
    "t12"."source" AS "source",
    "t12"."action" AS "action",
    "t12"."quantity" AS "quantity",
    "t12"."client" AS "client",
    "t12"."integration" AS "integration",
    "t12"."day" AS "day",
    "t6"."ago" AS "ago",
    "t7"."days" AS "days"
  FROM (
    SELECT
      "t10"."occurred_at" AS "occurred_at",
      "t10"."module" AS "module",
      "t10"."account" AS "account",
      "t10"."user" AS "user",
      "t10"."source" AS "source",
      "t10"."action" AS "action",
      "t10"."quantity" AS "quantity",
      COALESCE("t10"."client", '') AS "client",
      COALESCE("t10"."integration", '') AS "integration",
      toDate("t10"."occurred_at") AS "day"
    FROM (
      SELECT
        "t8"."occurred_at" AS "occurred_at",
        "t8"."module" AS "module",
        "t8"."account" AS "account",
        "t8"."user" AS "user",
        "t8"."source" AS "source",
        "t8"."action" AS "action",
        "t8"."quantity" AS "quantity",
        "t8"."client" AS "client",
        "t8"."integration" AS "integration"
      FROM "events" AS "t8"
      LEFT ANTI JOIN "left_out" AS "t9"
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
  "t22"."module" AS "module",
  "t22"."integration" AS "integration",
  "t22"."client" AS "client",
  "t22"."events" AS "events",
  "t21"."accounts" AS "accounts",
  "t22"."first_at" AS "first_at",
  "t22"."last_at" AS "last_at",
  COALESCE("t26"."users", 0) AS "users"
FROM (
  SELECT
    "t17"."module" AS "module",
    "t17"."integration" AS "integration",
    "t17"."client" AS "client",
    CAST(COUNT(*) AS Nullable(Int32)) AS "events",
    MIN("t17"."occurred_at") AS "first_at",
    MAX("t17"."occurred_at") AS "last_at"
  FROM "t15" AS "t17"
  GROUP BY
    "t17"."module",
    "t17"."integration",
    "t17"."client"
) AS "t22"
INNER JOIN (
  SELECT
    "t16"."module" AS "module",
    "t16"."integration" AS "integration",
    "t16"."client" AS "client",
    CAST(COUNT(*) AS Nullable(Int32)) AS "accounts"
  FROM (
    SELECT DISTINCT
      "t14"."module" AS "module",
      "t14"."integration" AS "integration",
      "t14"."client" AS "client",
      "t14"."account" AS "account"
    FROM "t13" AS "t14"
    WHERE
      "t14"."ago" >= 0 AND "t14"."ago" < "t14"."days"
  ) AS "t16"
  GROUP BY
    "t16"."module",
    "t16"."integration",
    "t16"."client"
) AS "t21"
  ON "t22"."module" = "t21"."module"
  AND "t22"."integration" = "t21"."integration"
  AND "t22"."client" = "t21"."client"
LEFT OUTER JOIN (
  SELECT
    "t24"."module" AS "module",
    "t24"."integration" AS "integration",
    "t24"."client" AS "client",
    CAST(COUNT(*) AS Nullable(Int32)) AS "users"
  FROM (
    SELECT DISTINCT
      *
    FROM (
      SELECT
        "t18"."module" AS "module",
        "t18"."integration" AS "integration",
        "t18"."client" AS "client",
        "t18"."account" AS "account",
        "t18"."user" AS "user"
      FROM "t15" AS "t18"
      LEFT ANTI JOIN "flagged" AS "t5"
        ON "t18"."account" = "t5"."account" AND "t18"."user" = "t5"."user"
    ) AS "t23"
  ) AS "t24"
  GROUP BY
    "t24"."module",
    "t24"."integration",
    "t24"."client"
) AS "t26"
  ON "t22"."module" = "t26"."module"
  AND "t22"."integration" = "t26"."integration"
  AND "t22"."client" = "t26"."client"
