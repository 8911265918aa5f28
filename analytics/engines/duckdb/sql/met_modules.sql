-- The modules that the file speaks of, registered or not.
SELECT DISTINCT module FROM single ORDER BY module;
