-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t8"."module",
  "t5"."day",
  "t8"."users_1",
  "t8"."users_7",
  "t8"."users_28",
  "t8"."users_90",
  "t8"."accounts_1",
  "t8"."accounts_7",
  "t8"."accounts_28",
  "t8"."accounts_90",
  COALESCE("t6"."events", 0) AS "events"
FROM (
  SELECT
    "t0"."module",
    "t0"."ago",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 1
        ) AND (
          "t0"."is_user" = 1
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "users_1",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 7
        ) AND (
          "t0"."is_user" = 1
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "users_7",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 28
        ) AND (
          "t0"."is_user" = 1
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "users_28",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 90
        ) AND (
          "t0"."is_user" = 1
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "users_90",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 1
        ) AND (
          "t0"."is_user" = 0
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "accounts_1",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 7
        ) AND (
          "t0"."is_user" = 0
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "accounts_7",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 28
        ) AND (
          "t0"."is_user" = 0
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "accounts_28",
    SUM(
      CASE
        WHEN (
          "t0"."size" = 90
        ) AND (
          "t0"."is_user" = 0
        )
        THEN "t0"."found"
        ELSE 0
      END
    ) AS "accounts_90"
  FROM "running" AS "t0"
  GROUP BY
    1,
    2
) AS "t8"
INNER JOIN (
  SELECT
    *
  FROM "calendar" AS "t1"
  WHERE
    "t1"."ago" >= 0 AND "t1"."ago" < 180
) AS "t5"
  ON "t8"."ago" = "t5"."ago"
LEFT OUTER JOIN (
  SELECT
    "t2"."module",
    "t2"."ago",
    SUM("t2"."events") AS "events"
  FROM "used" AS "t2"
  GROUP BY
    1,
    2
) AS "t6"
  ON "t8"."module" = "t6"."module" AND "t8"."ago" = "t6"."ago"
