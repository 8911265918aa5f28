-- Which quarter hours of a UTC day lie on which day of an account that is flooded.
CREATE TEMP TABLE flood_shifts AS
SELECT
    unnest($accounts::VARCHAR[]) AS account, unnest($days::DATE[]) AS day, unnest($first_slots::UTINYINT[]) AS first_slot,
    unnest($last_slots::UTINYINT[]) AS last_slot, unnest($local_days::DATE[]) AS local_day;
