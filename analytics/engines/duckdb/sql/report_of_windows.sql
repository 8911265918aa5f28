-- A module's users and accounts at the end; shards have no account in common, so their counts add up.
SELECT
    sum(users_1), sum(users_7), sum(users_28), sum(users_90),
    sum(accounts_1), sum(accounts_7), sum(accounts_28), sum(accounts_90)
FROM read_parquet($files) WHERE module = getvariable('module') AND day = getvariable('as_of');
