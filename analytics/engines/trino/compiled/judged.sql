-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t0"."occurred_at",
  "t0"."module",
  "t0"."account",
  "t0"."user",
  "t0"."source",
  COALESCE("t0"."action", '') AS "action",
  "t0"."quantity",
  "t0"."event_id",
  CASE
    WHEN "t0"."account" IS NULL
    THEN 'account missing'
    WHEN "t0"."user" IS NULL
    THEN 'user missing'
    WHEN "t0"."module" IS NULL
    THEN 'module missing'
    WHEN "t0"."quantity" < 0
    THEN 'quantity negative'
    WHEN "t0"."quantity" > 1000000000000
    THEN 'quantity too_large'
    WHEN CAST(ROUND("t0"."quantity", 6) AS DECIMAL(38, 6)) <> "t0"."quantity"
    THEN 'quantity too_precise'
    ELSE ''
  END AS "fault"
FROM "told" AS "t0"
