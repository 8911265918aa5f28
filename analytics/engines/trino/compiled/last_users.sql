-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t1"."module",
  "t1"."account",
  "t1"."user" AS "last_user",
  "t1"."source" AS "last_source"
FROM (
  SELECT
    "t0"."module",
    "t0"."account",
    "t0"."user",
    "t0"."source",
    "t0"."first_at",
    "t0"."last_at",
    ROW_NUMBER() OVER (
      PARTITION BY "t0"."module", "t0"."account"
      ORDER BY "t0"."last_at" DESC, "t0"."user" ASC, "t0"."source" ASC
    ) - 1 AS "place"
  FROM "ever" AS "t0"
) AS "t1"
WHERE
  "t1"."place" = 0
