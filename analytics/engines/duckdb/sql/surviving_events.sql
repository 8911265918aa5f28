-- New are: an id once, unless an earlier import has it; of equal rows without id as many as one file holds more than any
-- file before it.
CREATE OR REPLACE TEMP TABLE survivors AS
WITH numbered AS (
    SELECT
        *,
        CASE WHEN event_id IS NOT NULL THEN 1 ELSE row_number() OVER (
            PARTITION BY
                part, occurred_at, account, "user", module, action, quantity, source, client, integration, event_id
        ) END AS copy
    FROM held
), first_of AS (
    SELECT *
    FROM numbered
    QUALIFY row_number() OVER (
        PARTITION BY
            CASE WHEN event_id IS NULL THEN row(occurred_at, account, "user", module, action, quantity, client, integration) END,
            source, event_id, copy
        ORDER BY part
    ) = 1
), counted AS (
    SELECT
        day, occurred_at, account, "user", module, action, quantity, source, client, integration, count(*) AS copies
    FROM earlier WHERE event_id IS NULL GROUP BY ALL
)
SELECT first_of.*
FROM first_of
LEFT JOIN counted ON
    first_of.event_id IS NULL AND first_of.occurred_at = counted.occurred_at
    AND first_of.account = counted.account AND first_of."user" = counted."user" AND first_of.module = counted.module
    AND first_of.action = counted.action AND first_of.quantity = counted.quantity
    AND first_of.source = counted.source AND first_of.client IS NOT DISTINCT FROM counted.client
    AND first_of.integration IS NOT DISTINCT FROM counted.integration
WHERE
    CASE
        WHEN first_of.event_id IS NULL THEN first_of.copy > coalesce(counted.copies, 0)
        ELSE NOT EXISTS (
            SELECT 1 FROM earlier
            WHERE earlier.source = first_of.source AND earlier.event_id = first_of.event_id
        )
    END;
