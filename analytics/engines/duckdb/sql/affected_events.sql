-- Use as events tell it, one by one.
CREATE TEMP VIEW event_rows AS
SELECT
    source, action, account, "user", module, integration, client,
    1::UBIGINT AS events, occurred_at AS first_at, occurred_at AS last_at
FROM read_parquet(getvariable('files'));
