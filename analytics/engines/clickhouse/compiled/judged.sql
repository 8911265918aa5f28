-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t0"."occurred_at" AS "occurred_at",
  "t0"."module" AS "module",
  "t0"."account" AS "account",
  "t0"."user" AS "user",
  "t0"."source" AS "source",
  COALESCE("t0"."action", '') AS "action",
  "t0"."quantity" AS "quantity",
  "t0"."event_id" AS "event_id",
  CASE
    WHEN isNull("t0"."account")
    THEN 'account missing'
    WHEN isNull("t0"."user")
    THEN 'user missing'
    WHEN isNull("t0"."module")
    THEN 'module missing'
    WHEN "t0"."quantity" < 0
    THEN 'quantity negative'
    WHEN "t0"."quantity" > 1000000000000
    THEN 'quantity too_large'
    WHEN CAST(ROUND("t0"."quantity", 6) AS Nullable(Decimal(38, 6))) <> "t0"."quantity"
    THEN 'quantity too_precise'
    ELSE ''
  END AS "fault"
FROM "told" AS "t0"
