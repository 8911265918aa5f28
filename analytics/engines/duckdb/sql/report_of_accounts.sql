-- Every account that was ever seen, with its use of the module.
SELECT
    totals.account, users_28, users_28_before, users_90, events_28, events_90, first_at, last_at, last_user,
    last_source, weekly, events_all_90, rank, since, days
FROM read_parquet($totals) AS totals
LEFT JOIN module_accounts AS used ON used.account = totals.account
LEFT JOIN use_days ON use_days.account = totals.account
ORDER BY totals.account;
