-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  `t2`.`module`,
  `t2`.`account`,
  `t2`.`user`,
  `t2`.`source`,
  `t2`.`slot`,
  `t2`.`day`,
  `t3`.`ago`,
  `t2`.`events`,
  `t2`.`first_at`,
  `t2`.`last_at`
FROM `rollup` AS `t2`
INNER JOIN `calendar` AS `t3`
  ON `t2`.`day` = `t3`.`day`
