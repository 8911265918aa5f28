-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t4"."occurred_at",
  "t4"."module",
  "t4"."account",
  "t4"."user",
  "t4"."source",
  "t4"."action",
  CAST("t4"."quantity" AS DECIMAL(20, 6)) AS "quantity",
  CAST(NULL AS VARCHAR) AS "client",
  CAST(NULL AS VARCHAR) AS "integration"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t2"."occurred_at",
      "t2"."account",
      "t2"."user",
      "t2"."module",
      "t2"."source",
      "t2"."action",
      "t2"."quantity"
    FROM (
      SELECT DISTINCT
        "t0"."event_id",
        "t0"."occurred_at",
        "t0"."account",
        "t0"."user",
        "t0"."module",
        "t0"."source",
        "t0"."action",
        "t0"."quantity"
      FROM "judged" AS "t0"
      WHERE
        "t0"."fault" = '' AND "t0"."event_id" IS NOT NULL
    ) AS "t2"
  ) AS "t3"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t0"."occurred_at",
      "t0"."account",
      "t0"."user",
      "t0"."module",
      "t0"."source",
      "t0"."action",
      "t0"."quantity"
    FROM "judged" AS "t0"
    WHERE
      "t0"."fault" = '' AND "t0"."event_id" IS NULL
  ) AS "t1"
) AS "t4"
