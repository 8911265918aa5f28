-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t3"."module",
  "t3"."account",
  "t3"."users_28",
  "t3"."users_28_before",
  "t3"."users_90",
  "t3"."events_28",
  "t3"."events_90",
  "t3"."week_0",
  "t3"."week_1",
  "t3"."week_2",
  "t3"."week_3",
  "t3"."week_4",
  "t3"."week_5",
  "t3"."week_6",
  "t3"."week_7",
  "t3"."week_8",
  "t3"."week_9",
  "t3"."week_10",
  "t3"."week_11",
  "t3"."rank"
FROM (
  SELECT
    "t2"."module",
    "t2"."account",
    "t2"."users_28",
    "t2"."users_28_before",
    "t2"."users_90",
    "t2"."events_28",
    "t2"."events_90",
    "t2"."week_0",
    "t2"."week_1",
    "t2"."week_2",
    "t2"."week_3",
    "t2"."week_4",
    "t2"."week_5",
    "t2"."week_6",
    "t2"."week_7",
    "t2"."week_8",
    "t2"."week_9",
    "t2"."week_10",
    "t2"."week_11",
    "t2"."place",
    MIN("t2"."place") OVER (
      PARTITION BY "t2"."account", "t2"."events_90"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "rank"
  FROM (
    SELECT
      "t1"."module",
      "t1"."account",
      "t1"."users_28",
      "t1"."users_28_before",
      "t1"."users_90",
      "t1"."events_28",
      "t1"."events_90",
      "t1"."week_0",
      "t1"."week_1",
      "t1"."week_2",
      "t1"."week_3",
      "t1"."week_4",
      "t1"."week_5",
      "t1"."week_6",
      "t1"."week_7",
      "t1"."week_8",
      "t1"."week_9",
      "t1"."week_10",
      "t1"."week_11",
      (
        ROW_NUMBER() OVER (
          PARTITION BY "t1"."account"
          ORDER BY "t1"."events_90" DESC NULLS LAST, "t1"."module" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1
      ) + 1 AS "place"
    FROM (
      SELECT
        "t0"."module",
        "t0"."account",
        SUM("t0"."in_28") AS "users_28",
        SUM("t0"."in_28_before") AS "users_28_before",
        COUNT(*) AS "users_90",
        SUM("t0"."events_28") AS "events_28",
        SUM("t0"."events_90") AS "events_90",
        SUM("t0"."in_week_0") AS "week_0",
        SUM("t0"."in_week_1") AS "week_1",
        SUM("t0"."in_week_2") AS "week_2",
        SUM("t0"."in_week_3") AS "week_3",
        SUM("t0"."in_week_4") AS "week_4",
        SUM("t0"."in_week_5") AS "week_5",
        SUM("t0"."in_week_6") AS "week_6",
        SUM("t0"."in_week_7") AS "week_7",
        SUM("t0"."in_week_8") AS "week_8",
        SUM("t0"."in_week_9") AS "week_9",
        SUM("t0"."in_week_10") AS "week_10",
        SUM("t0"."in_week_11") AS "week_11"
      FROM "people" AS "t0"
      GROUP BY
        1,
        2
    ) AS "t1"
  ) AS "t2"
) AS "t3"
