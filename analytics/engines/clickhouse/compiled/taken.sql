-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t4"."occurred_at" AS "occurred_at",
  "t4"."module" AS "module",
  "t4"."account" AS "account",
  "t4"."user" AS "user",
  "t4"."source" AS "source",
  "t4"."action" AS "action",
  CAST("t4"."quantity" AS Nullable(Decimal(20, 6))) AS "quantity",
  CAST(NULL AS Nullable(String)) AS "client",
  CAST(NULL AS Nullable(String)) AS "integration"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t2"."occurred_at" AS "occurred_at",
      "t2"."account" AS "account",
      "t2"."user" AS "user",
      "t2"."module" AS "module",
      "t2"."source" AS "source",
      "t2"."action" AS "action",
      "t2"."quantity" AS "quantity"
    FROM (
      SELECT DISTINCT
        "t0"."event_id" AS "event_id",
        "t0"."occurred_at" AS "occurred_at",
        "t0"."account" AS "account",
        "t0"."user" AS "user",
        "t0"."module" AS "module",
        "t0"."source" AS "source",
        "t0"."action" AS "action",
        "t0"."quantity" AS "quantity"
      FROM "judged" AS "t0"
      WHERE
        "t0"."fault" = '' AND isNotNull("t0"."event_id")
    ) AS "t2"
  ) AS "t3"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t0"."occurred_at" AS "occurred_at",
      "t0"."account" AS "account",
      "t0"."user" AS "user",
      "t0"."module" AS "module",
      "t0"."source" AS "source",
      "t0"."action" AS "action",
      "t0"."quantity" AS "quantity"
    FROM "judged" AS "t0"
    WHERE
      "t0"."fault" = '' AND isNull("t0"."event_id")
  ) AS "t1"
) AS "t4"
