-- Each event once: the first line that brings it.
CREATE TEMP TABLE single AS
SELECT * FROM keyed QUALIFY row_number() OVER (PARTITION BY key ORDER BY line) = 1;
