-- Per module and account.
CREATE TEMP VIEW accounts AS
SELECT
    module, account, users_28, users_28_before, users_90, events_28, events_90, first_at, last_at, last_user, last_source,
    weekly, rank
FROM bounds LEFT JOIN windows USING (pair) LEFT JOIN ranks USING (pair) LEFT JOIN last_users USING (pair);
