-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  `t4`.`account`,
  `t4`.`since`,
  COALESCE(`t5`.`events_all_90`, 0) AS `events_all_90`
FROM (
  SELECT
    `t0`.`account`,
    MIN(`t0`.`first_at`) AS `since`
  FROM `dated` AS `t0`
  GROUP BY
    1
) AS `t4`
LEFT OUTER JOIN (
  SELECT
    `t1`.`account`,
    SUM(`t1`.`events_90`) AS `events_all_90`
  FROM `windows` AS `t1`
  GROUP BY
    1
) AS `t5`
  ON `t4`.`account` = `t5`.`account`
