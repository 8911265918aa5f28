-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  *
FROM (
  SELECT
    `t4`.`of_module`,
    'users' AS `kind`,
    `t4`.`before`,
    `t4`.`after`,
    `t4`.`gone`,
    `t4`.`still`
  FROM (
    SELECT
      `t1`.`of_module`,
      COUNT(*) AS `before`,
      SUM(`t1`.`is_after`) AS `after`,
      SUM(IF((
        `t1`.`is_after` = 1
      ) AND (
        `t1`.`is_still` = 0
      ), 1, 0)) AS `gone`,
      SUM(`t1`.`is_still`) AS `still`
    FROM (
      SELECT
        *
      FROM `met` AS `t0`
      WHERE
        `t0`.`is_before` = 1
    ) AS `t1`
    GROUP BY
      1
  ) AS `t4`
) AS `t5`
UNION ALL
SELECT
  *
FROM (
  SELECT
    `t6`.`of_module`,
    'accounts' AS `kind`,
    `t6`.`before`,
    `t6`.`after`,
    `t6`.`gone`,
    `t6`.`still`
  FROM (
    SELECT
      `t3`.`of_module`,
      COUNT(*) AS `before`,
      SUM(`t3`.`is_after`) AS `after`,
      SUM(IF((
        `t3`.`is_after` = 1
      ) AND (
        `t3`.`is_still` = 0
      ), 1, 0)) AS `gone`,
      SUM(`t3`.`is_still`) AS `still`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t0`.`of_module`,
          `t0`.`account`,
          MAX(`t0`.`is_before`) AS `is_before`,
          MAX(`t0`.`is_after`) AS `is_after`,
          MAX(`t0`.`is_still`) AS `is_still`
        FROM `met` AS `t0`
        GROUP BY
          1,
          2
      ) AS `t2`
      WHERE
        `t2`.`is_before` = 1
    ) AS `t3`
    GROUP BY
      1
  ) AS `t6`
) AS `t7`
