-- Which quarter hours of a UTC day lie on which day of a zone; it outlives the session, as zones do not change.
CREATE TABLE IF NOT EXISTS shifts (zone VARCHAR, day DATE, first_slot UTINYINT, last_slot UTINYINT, local_day DATE);
