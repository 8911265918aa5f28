-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  `t11`.`module`,
  `t11`.`size`,
  `t11`.`is_user`,
  `t11`.`ago`,
  `t11`.`found`
FROM (
  SELECT
    `t10`.`module`,
    `t10`.`size`,
    `t10`.`is_user`,
    `t10`.`ago`,
    `t10`.`step`,
    SUM(`t10`.`step`) OVER (
      PARTITION BY `t10`.`module`, `t10`.`size`, `t10`.`is_user`
      ORDER BY `t10`.`ago` DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `found`
  FROM (
    SELECT
      `t9`.`module`,
      `t9`.`size`,
      `t9`.`is_user`,
      `t9`.`ago`,
      SUM(`t9`.`step`) AS `step`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM `changes` AS `t0`
      ) AS `t3`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t7`.`module`,
          `t7`.`size`,
          `t7`.`is_user`,
          `t7`.`ago`,
          CAST(0 AS BIGINT) AS `step`
        FROM (
          SELECT
            `t4`.`module`,
            `t4`.`size`,
            `t4`.`is_user`,
            `t6`.`ago`
          FROM (
            SELECT DISTINCT
              `t0`.`module`,
              `t0`.`size`,
              `t0`.`is_user`
            FROM `changes` AS `t0`
          ) AS `t4`
          CROSS JOIN (
            SELECT
              `t1`.`ago`
            FROM `calendar` AS `t1`
            WHERE
              `t1`.`ago` >= 0 AND `t1`.`ago` < 180
          ) AS `t6`
        ) AS `t7`
      ) AS `t8`
    ) AS `t9`
    GROUP BY
      1,
      2,
      3,
      4
  ) AS `t10`
) AS `t11`
