-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t1"."module",
  "t1"."account",
  "t1"."user",
  MAX(CASE WHEN (
    "t1"."ago" >= 0
  ) AND (
    "t1"."ago" <= 27
  ) THEN 1 ELSE 0 END) AS "in_28",
  MAX(CASE WHEN (
    "t1"."ago" >= 28
  ) AND (
    "t1"."ago" <= 55
  ) THEN 1 ELSE 0 END) AS "in_28_before",
  SUM(CASE WHEN "t1"."ago" < 28 THEN "t1"."events" ELSE 0 END) AS "events_28",
  SUM("t1"."events") AS "events_90",
  MAX(CASE WHEN (
    "t1"."ago" >= 0
  ) AND (
    "t1"."ago" <= 6
  ) THEN 1 ELSE 0 END) AS "in_week_0",
  MAX(CASE WHEN (
    "t1"."ago" >= 7
  ) AND (
    "t1"."ago" <= 13
  ) THEN 1 ELSE 0 END) AS "in_week_1",
  MAX(CASE WHEN (
    "t1"."ago" >= 14
  ) AND (
    "t1"."ago" <= 20
  ) THEN 1 ELSE 0 END) AS "in_week_2",
  MAX(CASE WHEN (
    "t1"."ago" >= 21
  ) AND (
    "t1"."ago" <= 27
  ) THEN 1 ELSE 0 END) AS "in_week_3",
  MAX(CASE WHEN (
    "t1"."ago" >= 28
  ) AND (
    "t1"."ago" <= 34
  ) THEN 1 ELSE 0 END) AS "in_week_4",
  MAX(CASE WHEN (
    "t1"."ago" >= 35
  ) AND (
    "t1"."ago" <= 41
  ) THEN 1 ELSE 0 END) AS "in_week_5",
  MAX(CASE WHEN (
    "t1"."ago" >= 42
  ) AND (
    "t1"."ago" <= 48
  ) THEN 1 ELSE 0 END) AS "in_week_6",
  MAX(CASE WHEN (
    "t1"."ago" >= 49
  ) AND (
    "t1"."ago" <= 55
  ) THEN 1 ELSE 0 END) AS "in_week_7",
  MAX(CASE WHEN (
    "t1"."ago" >= 56
  ) AND (
    "t1"."ago" <= 62
  ) THEN 1 ELSE 0 END) AS "in_week_8",
  MAX(CASE WHEN (
    "t1"."ago" >= 63
  ) AND (
    "t1"."ago" <= 69
  ) THEN 1 ELSE 0 END) AS "in_week_9",
  MAX(CASE WHEN (
    "t1"."ago" >= 70
  ) AND (
    "t1"."ago" <= 76
  ) THEN 1 ELSE 0 END) AS "in_week_10",
  MAX(CASE WHEN (
    "t1"."ago" >= 77
  ) AND (
    "t1"."ago" <= 83
  ) THEN 1 ELSE 0 END) AS "in_week_11"
FROM (
  SELECT
    *
  FROM "recent" AS "t0"
  WHERE
    "t0"."ago" >= 0 AND "t0"."ago" < 90
) AS "t1"
GROUP BY
  1,
  2,
  3
