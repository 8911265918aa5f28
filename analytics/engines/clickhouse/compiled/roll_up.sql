-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    "t9"."day" AS "day",
    "t9"."slot" AS "slot",
    "t9"."module" AS "module",
    "t9"."account" AS "account",
    "t9"."user" AS "user",
    "t9"."source" AS "source",
    COUNT(*) AS "events",
    SUM("t9"."quantity") AS "quantity",
    MIN("t9"."occurred_at") AS "first_at",
    MAX("t9"."occurred_at") AS "last_at"
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
      "t8"."integration" AS "integration",
      "t8"."day" AS "day",
      "t8"."slot" AS "slot"
    FROM (
      SELECT
        "t6"."occurred_at" AS "occurred_at",
        "t6"."module" AS "module",
        "t6"."account" AS "account",
        "t6"."user" AS "user",
        "t6"."source" AS "source",
        "t6"."action" AS "action",
        "t6"."quantity" AS "quantity",
        "t6"."client" AS "client",
        "t6"."integration" AS "integration",
        toDate("t6"."occurred_at") AS "day",
        CAST((
          toHour("t6"."occurred_at") * 4
        ) + CASE WHEN toMinute("t6"."occurred_at") >= 15 THEN 1 ELSE 0 END + CASE WHEN toMinute("t6"."occurred_at") >= 30 THEN 1 ELSE 0 END + CASE WHEN toMinute("t6"."occurred_at") >= 45 THEN 1 ELSE 0 END AS Nullable(Int16)) AS "slot"
      FROM (
        SELECT
          "t4"."occurred_at" AS "occurred_at",
          "t4"."module" AS "module",
          "t4"."account" AS "account",
          "t4"."user" AS "user",
          "t4"."source" AS "source",
          "t4"."action" AS "action",
          "t4"."quantity" AS "quantity",
          "t4"."client" AS "client",
          "t4"."integration" AS "integration"
        FROM "events" AS "t4"
        LEFT ANTI JOIN "left_out" AS "t5"
          ON "t4"."source" = "t5"."source" AND "t4"."action" = "t5"."action"
      ) AS "t6"
    ) AS "t8"
    LEFT SEMI JOIN "calendar" AS "t3"
      ON "t8"."day" = "t3"."day"
  ) AS "t9"
  GROUP BY
    "t9"."day",
    "t9"."slot",
    "t9"."module",
    "t9"."account",
    "t9"."user",
    "t9"."source"
) AS "t10"
