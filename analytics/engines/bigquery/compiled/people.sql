-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  `t1`.`module`,
  `t1`.`account`,
  `t1`.`user`,
  MAX(IF((
    `t1`.`ago` >= 0
  ) AND (
    `t1`.`ago` <= 27
  ), 1, 0)) AS `in_28`,
  MAX(IF((
    `t1`.`ago` >= 28
  ) AND (
    `t1`.`ago` <= 55
  ), 1, 0)) AS `in_28_before`,
  SUM(IF(`t1`.`ago` < 28, `t1`.`events`, 0)) AS `events_28`,
  SUM(`t1`.`events`) AS `events_90`,
  MAX(IF((
    `t1`.`ago` >= 0
  ) AND (
    `t1`.`ago` <= 6
  ), 1, 0)) AS `in_week_0`,
  MAX(IF((
    `t1`.`ago` >= 7
  ) AND (
    `t1`.`ago` <= 13
  ), 1, 0)) AS `in_week_1`,
  MAX(IF((
    `t1`.`ago` >= 14
  ) AND (
    `t1`.`ago` <= 20
  ), 1, 0)) AS `in_week_2`,
  MAX(IF((
    `t1`.`ago` >= 21
  ) AND (
    `t1`.`ago` <= 27
  ), 1, 0)) AS `in_week_3`,
  MAX(IF((
    `t1`.`ago` >= 28
  ) AND (
    `t1`.`ago` <= 34
  ), 1, 0)) AS `in_week_4`,
  MAX(IF((
    `t1`.`ago` >= 35
  ) AND (
    `t1`.`ago` <= 41
  ), 1, 0)) AS `in_week_5`,
  MAX(IF((
    `t1`.`ago` >= 42
  ) AND (
    `t1`.`ago` <= 48
  ), 1, 0)) AS `in_week_6`,
  MAX(IF((
    `t1`.`ago` >= 49
  ) AND (
    `t1`.`ago` <= 55
  ), 1, 0)) AS `in_week_7`,
  MAX(IF((
    `t1`.`ago` >= 56
  ) AND (
    `t1`.`ago` <= 62
  ), 1, 0)) AS `in_week_8`,
  MAX(IF((
    `t1`.`ago` >= 63
  ) AND (
    `t1`.`ago` <= 69
  ), 1, 0)) AS `in_week_9`,
  MAX(IF((
    `t1`.`ago` >= 70
  ) AND (
    `t1`.`ago` <= 76
  ), 1, 0)) AS `in_week_10`,
  MAX(IF((
    `t1`.`ago` >= 77
  ) AND (
    `t1`.`ago` <= 83
  ), 1, 0)) AS `in_week_11`
FROM (
  SELECT
    *
  FROM `recent` AS `t0`
  WHERE
    `t0`.`ago` >= 0 AND `t0`.`ago` < 90
) AS `t1`
GROUP BY
  1,
  2,
  3
