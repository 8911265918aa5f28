"""With which statements are due deliveries claimed, in a time that does not grow with how many wait?

Every way in is bounded: one step per account along the index of ready rows, or the oldest ones first. Who was picked is
settled before the rows are locked, whatever the planner knows of the table: joined, a table that nobody has analyzed
yet is walked once per waiting row.

Put off since, one stays where it is: its time is asked once more as it is locked, in words that no index answers.

A claim does not wait for the disk: one that a crash of the server takes back is ready again, and nothing was begun.
"""

from notifications.services.prepared import LAZILY

_MAY = """d.status = 'ready' AND d.not_before <= %(now)s AND (d.channel <> 'email' OR
    (%(mail)s AND split_part(d.address_norm, '@', 2) <> ALL(%(slowed)s::text[])))"""
_CLAIM = f"""
UPDATE notifications_delivery d
SET status = 'claimed', lease_until = clock_timestamp() + %(lease_for)s::interval, lease_token = %(token)s
FROM chosen c WHERE d.id = c.id
RETURNING d.id, d.account_id, (SELECT {LAZILY})"""  # noqa: S608 - put together from constants
# At most this many accounts are looked at for one claim: those whose rows are due later cost a step each.
_STEPS = 200

IN_TURN = f"""
WITH RECURSIVE turn AS (
    SELECT min(d.account_id) AS account_id, 1 AS step
    FROM notifications_delivery d WHERE d.status = 'ready' AND d.account_id > %(after)s
    UNION ALL
    SELECT (SELECT min(d.account_id) FROM notifications_delivery d
            WHERE d.status = 'ready' AND d.account_id > turn.account_id), turn.step + 1
    FROM turn WHERE turn.account_id IS NOT NULL AND turn.step < {_STEPS}
), picked AS MATERIALIZED (
    SELECT first.id FROM turn CROSS JOIN LATERAL (
        SELECT d.id FROM notifications_delivery d
        WHERE d.account_id = turn.account_id AND {_MAY}
        ORDER BY d.not_before, d.id LIMIT 1
    ) first LIMIT %(count)s
), chosen AS (
    SELECT d.id FROM notifications_delivery d
    WHERE d.id = ANY (ARRAY(SELECT id FROM picked)) AND d.status = 'ready'
      AND (d.not_before <= %(now)s) IS TRUE FOR UPDATE SKIP LOCKED
){_CLAIM}"""  # noqa: S608 - put together from constants

BY_AGE = f"""
WITH chosen AS (
    SELECT d.id FROM notifications_delivery d
    WHERE {_MAY} ORDER BY d.not_before, d.id LIMIT %(count)s FOR UPDATE SKIP LOCKED
){_CLAIM}"""  # noqa: S608 - put together from constants

OF_DOMAIN = f"""
WITH chosen AS (
    SELECT d.id FROM notifications_delivery d
    WHERE d.status = 'ready' AND d.not_before <= %(now)s AND d.channel = 'email'
      AND split_part(d.address_norm, '@', 2) = %(domain)s
    ORDER BY d.not_before, d.id LIMIT %(count)s FOR UPDATE SKIP LOCKED
){_CLAIM}"""  # noqa: S608 - put together from constants
