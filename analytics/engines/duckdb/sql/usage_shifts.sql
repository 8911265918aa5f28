-- Which quarter hours of a UTC day lie on which day of a zone.
CREATE TEMP TABLE shifts AS
SELECT
    unnest($zones::VARCHAR[]) AS zone, unnest($days::DATE[]) AS day, unnest($first_slots::UTINYINT[]) AS first_slot,
    unnest($last_slots::UTINYINT[]) AS last_slot, unnest($local_days::DATE[]) AS local_day;
