-- Compiled by `make measures` from analytics/engines/definitions: change it there.
SELECT
  COUNT(*) AS `found`,
  MIN(`t3`.`event_id`) AS `first`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t1`.`event_id`,
      MIN(`t1`.`occurred_at`) AS `min_occurred_at`,
      MAX(`t1`.`occurred_at`) AS `max_occurred_at`,
      MIN(`t1`.`account`) AS `min_account`,
      MAX(`t1`.`account`) AS `max_account`,
      MIN(`t1`.`user`) AS `min_user`,
      MAX(`t1`.`user`) AS `max_user`,
      MIN(`t1`.`module`) AS `min_module`,
      MAX(`t1`.`module`) AS `max_module`,
      MIN(`t1`.`action`) AS `min_action`,
      MAX(`t1`.`action`) AS `max_action`,
      MIN(`t1`.`quantity`) AS `min_quantity`,
      MAX(`t1`.`quantity`) AS `max_quantity`
    FROM (
      SELECT
        *
      FROM `judged` AS `t0`
      WHERE
        `t0`.`fault` = '' AND `t0`.`event_id` IS NOT NULL
    ) AS `t1`
    GROUP BY
      1
  ) AS `t2`
  WHERE
    (
      `t2`.`min_occurred_at` <> `t2`.`max_occurred_at`
    )
    OR (
      `t2`.`min_account` <> `t2`.`max_account`
    )
    OR (
      `t2`.`min_user` <> `t2`.`max_user`
    )
    OR (
      `t2`.`min_module` <> `t2`.`max_module`
    )
    OR (
      `t2`.`min_action` <> `t2`.`max_action`
    )
    OR (
      `t2`.`min_quantity` <> `t2`.`max_quantity`
    )
) AS `t3`
