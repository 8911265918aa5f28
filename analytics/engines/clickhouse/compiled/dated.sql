-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t2"."module" AS "module",
  "t2"."account" AS "account",
  "t2"."user" AS "user",
  "t2"."source" AS "source",
  "t2"."slot" AS "slot",
  "t2"."day" AS "day",
  "t3"."ago" AS "ago",
  "t2"."events" AS "events",
  "t2"."first_at" AS "first_at",
  "t2"."last_at" AS "last_at"
FROM "rollup" AS "t2"
INNER JOIN "calendar" AS "t3"
  ON "t2"."day" = "t3"."day"
