-- The months that are there.
SELECT zone, day FROM shifts WHERE day(day) = 1 AND first_slot = 0;
