-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT DISTINCT
  "t0"."action" AS "action"
FROM "told" AS "t0"
