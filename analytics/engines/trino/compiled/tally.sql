-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      'rows' AS "kind",
      "t5"."fault",
      "t5"."found",
      "t5"."last_at"
    FROM (
      SELECT
        "t0"."fault",
        COUNT(*) AS "found",
        MAX("t0"."occurred_at") AS "last_at"
      FROM "judged" AS "t0"
      GROUP BY
        1
    ) AS "t5"
  ) AS "t7"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'events' AS "kind",
      '' AS "fault",
      "t6"."found",
      "t6"."last_at"
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
    "t11"."found",
    "t11"."last_at"
  FROM (
    SELECT
      COUNT(*) AS "found",
      MAX("t9"."occurred_at") AS "last_at"
    FROM (
      SELECT
        "t3"."occurred_at",
        "t3"."module",
        "t3"."account",
        "t3"."user",
        "t3"."source",
        "t3"."action",
        "t3"."quantity",
        "t3"."client",
        "t3"."integration"
      FROM "events" AS "t3"
      WHERE
        NOT EXISTS(
          SELECT
            1
          FROM "left_out" AS "t4"
          WHERE
            "t3"."source" = "t4"."source" AND "t3"."action" = "t4"."action"
        )
    ) AS "t9"
  ) AS "t11"
) AS "t12"
