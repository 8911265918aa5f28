-- The gap method: how many users of a day came back after how many days; 90 and more cannot be told apart, nor need be.
CREATE TEMP TABLE user_gaps AS
SELECT number, day, gap, count(*) AS found
FROM (
    SELECT
        number, day,
        least(coalesce(lead(day) OVER (PARTITION BY number, owner, person ORDER BY day) - day, 90), 90)::UTINYINT AS gap
    FROM used
)
GROUP BY ALL;
