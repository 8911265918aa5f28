-- The same for accounts, of whose use on one day only the last row counts.
CREATE TEMP TABLE account_gaps AS
SELECT number, day, gap, count(*) AS found
FROM (
    SELECT
        number, day,
        least(coalesce(lead(day) OVER (PARTITION BY number, owner ORDER BY day) - day, 90), 90)::UTINYINT AS gap
    FROM used
)
WHERE gap > 0
GROUP BY ALL;
