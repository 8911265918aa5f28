-- A roll-up without events, when only older files are joined.
CREATE TEMP TABLE rolled (
    day DATE, shard UTINYINT, slot UTINYINT, module VARCHAR, account VARCHAR, "user" VARCHAR, source VARCHAR,
    events UBIGINT, quantity DECIMAL(38,6), first_at TIMESTAMP, last_at TIMESTAMP
);
