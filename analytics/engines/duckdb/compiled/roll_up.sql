-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    "t9"."day",
    "t9"."slot",
    "t9"."module",
    "t9"."account",
    "t9"."user",
    "t9"."source",
    COUNT(*) AS "events",
    SUM("t9"."quantity") AS "quantity",
    MIN("t9"."occurred_at") AS "first_at",
    MAX("t9"."occurred_at") AS "last_at"
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
      "t8"."integration",
      "t8"."day",
      "t8"."slot"
    FROM (
      SELECT
        "t6"."occurred_at",
        "t6"."module",
        "t6"."account",
        "t6"."user",
        "t6"."source",
        "t6"."action",
        "t6"."quantity",
        "t6"."client",
        "t6"."integration",
        CAST("t6"."occurred_at" AS DATE) AS "day",
        CAST((
          EXTRACT(hour FROM "t6"."occurred_at") * 4
        ) + CASE WHEN EXTRACT(minute FROM "t6"."occurred_at") >= 15 THEN 1 ELSE 0 END + CASE WHEN EXTRACT(minute FROM "t6"."occurred_at") >= 30 THEN 1 ELSE 0 END + CASE WHEN EXTRACT(minute FROM "t6"."occurred_at") >= 45 THEN 1 ELSE 0 END AS SMALLINT) AS "slot"
      FROM (
        SELECT
          "t4"."occurred_at",
          "t4"."module",
          "t4"."account",
          "t4"."user",
          "t4"."source",
          "t4"."action",
          "t4"."quantity",
          "t4"."client",
          "t4"."integration"
        FROM "events" AS "t4"
        ANTI JOIN "left_out" AS "t5"
          ON "t4"."source" = "t5"."source" AND "t4"."action" = "t5"."action"
      ) AS "t6"
    ) AS "t8"
    SEMI JOIN "calendar" AS "t3"
      ON "t8"."day" = "t3"."day"
  ) AS "t9"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
) AS "t10"
