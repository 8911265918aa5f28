-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    "t7"."module",
    "t7"."account",
    "t7"."user",
    "t7"."source",
    "t7"."ago" AS "utc_ago",
    "t7"."ago",
    "t7"."events",
    "t7"."first_at",
    "t7"."last_at"
  FROM (
    SELECT
      "t6"."module",
      "t6"."account",
      "t6"."user",
      "t6"."source",
      "t6"."slot",
      "t6"."day",
      "t6"."ago",
      "t6"."events",
      "t6"."first_at",
      "t6"."last_at"
    FROM (
      SELECT
        *
      FROM "dated" AS "t1"
      WHERE
        "t1"."ago" < 92
    ) AS "t6"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM "zones" AS "t4"
        WHERE
          "t6"."account" = "t4"."account"
      )
  ) AS "t7"
) AS "t9"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t11"."module",
    "t11"."account",
    "t11"."user",
    "t11"."source",
    "t11"."utc_ago",
    "t3"."ago",
    "t11"."events",
    "t11"."first_at",
    "t11"."last_at"
  FROM (
    SELECT
      "t8"."module",
      "t8"."account",
      "t8"."user",
      "t8"."source",
      "t8"."slot",
      "t8"."day",
      "t8"."ago" AS "utc_ago",
      "t8"."events",
      "t8"."first_at",
      "t8"."last_at",
      "t8"."zone"
    FROM (
      SELECT
        "t6"."module",
        "t6"."account",
        "t6"."user",
        "t6"."source",
        "t6"."slot",
        "t6"."day",
        "t6"."ago",
        "t6"."events",
        "t6"."first_at",
        "t6"."last_at",
        "t4"."zone"
      FROM (
        SELECT
          *
        FROM "dated" AS "t1"
        WHERE
          "t1"."ago" < 92
      ) AS "t6"
      INNER JOIN "zones" AS "t4"
        ON "t6"."account" = "t4"."account"
    ) AS "t8"
  ) AS "t11"
  INNER JOIN "shifts" AS "t3"
    ON "t11"."zone" = "t3"."zone"
    AND "t11"."day" = "t3"."day"
    AND "t11"."slot" >= "t3"."first_slot"
    AND "t11"."slot" <= "t3"."last_slot"
) AS "t12"
