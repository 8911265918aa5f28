-- Roll-up rows as a warehouse gave them, kinds and order as in a roll-up file.
CREATE OR REPLACE TEMP VIEW pulled_rows AS
SELECT
    day::DATE AS day, slot::UTINYINT AS slot, module, account, "user", source, events::UBIGINT AS events,
    quantity::DECIMAL(38,6) AS quantity, first_at::TIMESTAMP AS first_at, last_at::TIMESTAMP AS last_at
FROM read_json(getvariable('pulled'), format = 'newline_delimited', columns = {
    day: 'DATE', slot: 'UTINYINT', module: 'VARCHAR', account: 'VARCHAR', "user": 'VARCHAR', source: 'VARCHAR',
    events: 'UBIGINT', quantity: 'DECIMAL(38,6)', first_at: 'TIMESTAMP', last_at: 'TIMESTAMP'
});
