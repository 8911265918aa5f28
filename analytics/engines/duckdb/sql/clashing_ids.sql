-- The first part that uses an event id for another event than it, an earlier part or an earlier import does.
WITH seen AS (
    SELECT DISTINCT
        0 AS part, source, event_id,
        row(occurred_at, account, "user", module, action, quantity, client, integration) AS content
    FROM earlier WHERE event_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT
        part, source, event_id,
        row(occurred_at, account, "user", module, action, quantity, client, integration) AS content
    FROM held WHERE event_id IS NOT NULL
), clashes AS (
    SELECT ours.part, ours.event_id, min(theirs.part) = ours.part AS is_inside
    FROM seen AS ours
    JOIN seen AS theirs ON ours.source = theirs.source AND ours.event_id = theirs.event_id
    WHERE ours.part > 0 AND theirs.part <= ours.part AND ours.content IS DISTINCT FROM theirs.content
    GROUP BY ours.part, ours.event_id
)
SELECT part, concat('event_id ', event_id, if(is_inside, ' (again in this file)', ' (known from an earlier file)'))
FROM clashes WHERE part = (SELECT min(part) FROM clashes) ORDER BY event_id LIMIT 5;
