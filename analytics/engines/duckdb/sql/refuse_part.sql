-- A refused part is as if it had not been delivered.
DELETE FROM held WHERE part = $part;
