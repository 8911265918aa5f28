-- Beside the events: days that a customer's warehouse rolled up, quarter hour by quarter hour.
INSERT INTO rolled BY NAME
SELECT
    day, (md5_number_lower(account) % getvariable('shards'))::UTINYINT AS shard, slot, module, account, "user", source,
    events, quantity, first_at, last_at
FROM read_parquet($files)
WHERE day IN (SELECT unnest($days::DATE[]));
