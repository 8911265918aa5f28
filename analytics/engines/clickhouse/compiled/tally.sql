-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      'rows' AS "kind",
      "t5"."fault" AS "fault",
      "t5"."found" AS "found",
      "t5"."last_at" AS "last_at"
    FROM (
      SELECT
        "t0"."fault" AS "fault",
        COUNT(*) AS "found",
        MAX("t0"."occurred_at") AS "last_at"
      FROM "judged" AS "t0"
      GROUP BY
        "t0"."fault"
    ) AS "t5"
  ) AS "t7"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'events' AS "kind",
      '' AS "fault",
      "t6"."found" AS "found",
      "t6"."last_at" AS "last_at"
    FROM (
      SELECT
        COUNT(*) AS "found",
        MAX("t1"."occurred_at") AS "last_at"
      FROM "events" AS "t1"
    ) AS "t6"
  ) AS "t8"
) AS "t10"
UNION ALL
SELECT
  *
FROM (
  SELECT
    'counted' AS "kind",
    '' AS "fault",
    "t11"."found" AS "found",
    "t11"."last_at" AS "last_at"
  FROM (
    SELECT
      COUNT(*) AS "found",
      MAX("t9"."occurred_at") AS "last_at"
    FROM (
      SELECT
        "t3"."occurred_at" AS "occurred_at",
        "t3"."module" AS "module",
        "t3"."account" AS "account",
        "t3"."user" AS "user",
        "t3"."source" AS "source",
        "t3"."action" AS "action",
        "t3"."quantity" AS "quantity",
        "t3"."client" AS "client",
        "t3"."integration" AS "integration"
      FROM "events" AS "t3"
      LEFT ANTI JOIN "left_out" AS "t4"
        ON "t3"."source" = "t4"."source" AND "t3"."action" = "t4"."action"
    ) AS "t9"
  ) AS "t11"
) AS "t12"
