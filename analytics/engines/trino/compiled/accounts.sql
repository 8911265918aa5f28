-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t3"."module",
  "t3"."account",
  "t3"."first_at",
  "t3"."last_at",
  "t4"."last_user",
  "t4"."last_source",
  "t5"."users_28",
  "t5"."users_28_before",
  "t5"."users_90",
  "t5"."events_28",
  "t5"."events_90",
  "t5"."week_0",
  "t5"."week_1",
  "t5"."week_2",
  "t5"."week_3",
  "t5"."week_4",
  "t5"."week_5",
  "t5"."week_6",
  "t5"."week_7",
  "t5"."week_8",
  "t5"."week_9",
  "t5"."week_10",
  "t5"."week_11",
  "t5"."rank"
FROM "bounds" AS "t3"
INNER JOIN "last_users" AS "t4"
  ON "t3"."module" = "t4"."module" AND "t3"."account" = "t4"."account"
LEFT OUTER JOIN "windows" AS "t5"
  ON "t3"."module" = "t5"."module" AND "t3"."account" = "t5"."account"
