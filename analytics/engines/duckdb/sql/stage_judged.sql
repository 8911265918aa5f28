-- The events of a pass that were judged one by one, typed. No cell holds a line end; an empty cell is NULL.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT
    part, make_timestamp(occurred_us)::DATE AS day, make_timestamp(occurred_us) AS occurred_at,
    account, "user", module, coalesce(action, '') AS action, quantity, event_id, source, client, integration
FROM read_csv(
    $path,
    auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', encoding = 'utf-8',
    columns = {
        'part': 'INTEGER', 'occurred_us': 'BIGINT', 'account': 'VARCHAR', 'user': 'VARCHAR', 'module': 'VARCHAR',
        'action': 'VARCHAR', 'quantity': 'DECIMAL(20,6)', 'event_id': 'VARCHAR', 'source': 'VARCHAR',
        'client': 'VARCHAR', 'integration': 'VARCHAR'
    }
)
WHERE part IN (SELECT unnest($parts::INTEGER[]));
