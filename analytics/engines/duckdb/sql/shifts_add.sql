-- More months of more zones.
INSERT INTO shifts
SELECT
    unnest($zones::VARCHAR[]), unnest($days::DATE[]), unnest($first_slots::UTINYINT[]), unnest($last_slots::UTINYINT[]),
    unnest($local_days::DATE[]);
