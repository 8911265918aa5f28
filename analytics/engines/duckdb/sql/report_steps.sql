-- Difference arrays: whoever uses it on a day counts from then on, for as long as the window or until the next use.
CREATE TEMP TABLE steps AS
WITH found AS (
    SELECT *, true AS is_user FROM user_gaps
    UNION ALL
    SELECT *, false FROM account_gaps
), sizes AS (
    SELECT unnest([1, 7, 28, 90]::UTINYINT[]) AS size
)
SELECT number, size, is_user, day, sum(step)::BIGINT AS step
FROM (
    SELECT number, size, is_user, day, sum(found) AS step FROM found, sizes GROUP BY ALL
    UNION ALL
    SELECT number, size, is_user, day + least(gap, size)::INTEGER, -found FROM found, sizes
)
GROUP BY number, size, is_user, day;
