-- Events of earlier imports that bear a key which was met again.
CREATE OR REPLACE TEMP TABLE earlier (
    day DATE, occurred_at TIMESTAMP, account VARCHAR, "user" VARCHAR, module VARCHAR, action VARCHAR,
    quantity DECIMAL(20,6), event_id VARCHAR, source VARCHAR, client VARCHAR, integration VARCHAR, key UBIGINT
);
