-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    "t7"."module" AS "module",
    "t7"."account" AS "account",
    "t7"."user" AS "user",
    "t7"."source" AS "source",
    "t7"."ago" AS "utc_ago",
    "t7"."ago" AS "ago",
    "t7"."events" AS "events",
    "t7"."first_at" AS "first_at",
    "t7"."last_at" AS "last_at"
  FROM (
    SELECT
      "t6"."module" AS "module",
      "t6"."account" AS "account",
      "t6"."user" AS "user",
      "t6"."source" AS "source",
      "t6"."slot" AS "slot",
      "t6"."day" AS "day",
      "t6"."ago" AS "ago",
      "t6"."events" AS "events",
      "t6"."first_at" AS "first_at",
      "t6"."last_at" AS "last_at"
    FROM (
      SELECT
        *
      FROM "dated" AS "t1"
      WHERE
        "t1"."ago" < 92
    ) AS "t6"
    LEFT ANTI JOIN "zones" AS "t4"
      ON "t6"."account" = "t4"."account"
  ) AS "t7"
) AS "t9"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t11"."module" AS "module",
    "t11"."account" AS "account",
    "t11"."user" AS "user",
    "t11"."source" AS "source",
    "t11"."utc_ago" AS "utc_ago",
    "t3"."ago" AS "ago",
    "t11"."events" AS "events",
    "t11"."first_at" AS "first_at",
    "t11"."last_at" AS "last_at"
  FROM (
    SELECT
      "t8"."module" AS "module",
      "t8"."account" AS "account",
      "t8"."user" AS "user",
      "t8"."source" AS "source",
      "t8"."slot" AS "slot",
      "t8"."day" AS "day",
      "t8"."ago" AS "utc_ago",
      "t8"."events" AS "events",
      "t8"."first_at" AS "first_at",
      "t8"."last_at" AS "last_at",
      "t8"."zone" AS "zone"
    FROM (
      SELECT
        "t6"."module" AS "module",
        "t6"."account" AS "account",
        "t6"."user" AS "user",
        "t6"."source" AS "source",
        "t6"."slot" AS "slot",
        "t6"."day" AS "day",
        "t6"."ago" AS "ago",
        "t6"."events" AS "events",
        "t6"."first_at" AS "first_at",
        "t6"."last_at" AS "last_at",
        "t4"."zone" AS "zone"
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
