-- Event ids that stand for different events, within the file or against an earlier one; a few lines are enough to look.
WITH clashes AS (
    SELECT min(line) AS line, any_value(event_id) AS event_id, true AS is_inside
    FROM keyed GROUP BY key HAVING count(DISTINCT content) > 1
    UNION ALL
    SELECT single.line, single.event_id, false
    FROM single JOIN known USING (key) WHERE single.content <> known.content
)
SELECT concat(
    'line ', line, ' (event_id ', event_id, ', ', if(is_inside, 'again in this file', 'known from an earlier file'), ')'
)
FROM clashes ORDER BY line, is_inside LIMIT 5;
