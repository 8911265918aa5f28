-- The validated rows of one import, typed. No cell holds a line end; an empty cell is NULL.
CREATE TEMP TABLE staged AS
SELECT * REPLACE (coalesce(action, '') AS action)
FROM read_csv(
    $path,
    auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', encoding = 'utf-8',
    columns = {
        'line': 'BIGINT', 'occurred_us': 'BIGINT', 'account': 'VARCHAR', 'user': 'VARCHAR', 'module': 'VARCHAR',
        'action': 'VARCHAR', 'quantity': 'DECIMAL(20,6)', 'event_id': 'VARCHAR', 'source': 'VARCHAR',
        'client': 'VARCHAR', 'integration': 'VARCHAR'
    }
);
