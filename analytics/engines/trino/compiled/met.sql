-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  "t12"."of_module",
  "t12"."account",
  "t12"."user",
  MAX(IF((
    "t12"."is_old" = 1
  ) AND (
    "t12"."ago" > "t12"."since_ago"
  ), 1, 0)) AS "is_before",
  MAX(IF((
    "t12"."is_old" = 0
  ) AND (
    "t12"."ago" <= "t12"."since_ago"
  ), 1, 0)) AS "is_after",
  MAX(
    IF(
      (
        "t12"."is_old" = 1
      )
      AND (
        "t12"."ago" < 28
      )
      AND (
        "t12"."ago" <= "t12"."since_ago"
      ),
      1,
      0
    )
  ) AS "is_still"
FROM (
  SELECT
    "t11"."of_module",
    "t11"."account",
    "t11"."user",
    "t11"."ago",
    "t11"."since_ago",
    "t11"."is_old"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t6"."of_module",
          "t4"."account",
          "t4"."user",
          "t4"."ago",
          "t6"."since_ago",
          1 AS "is_old"
        FROM "dated" AS "t4"
        INNER JOIN (
          SELECT
            "t2"."module" AS "of_module",
            "t2"."replacement",
            "t2"."since_ago"
          FROM "replacements" AS "t2"
        ) AS "t6"
          ON "t4"."module" = "t6"."of_module"
      ) AS "t7"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t6"."of_module",
          "t4"."account",
          "t4"."user",
          "t4"."ago",
          "t6"."since_ago",
          0 AS "is_old"
        FROM "dated" AS "t4"
        INNER JOIN (
          SELECT
            "t2"."module" AS "of_module",
            "t2"."replacement",
            "t2"."since_ago"
          FROM "replacements" AS "t2"
        ) AS "t6"
          ON "t4"."module" = "t6"."replacement"
      ) AS "t8"
    ) AS "t9"
    WHERE
      "t9"."ago" >= 0 AND "t9"."ago" <= (
        "t9"."since_ago" + 90
      )
  ) AS "t11"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM "flagged" AS "t3"
      WHERE
        "t11"."account" = "t3"."account" AND "t11"."user" = "t3"."user"
    )
) AS "t12"
GROUP BY
  1,
  2,
  3
