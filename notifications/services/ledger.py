"""Which attempts are on record before the socket is touched, and which messages were taken over?

Each is one statement for up to a batch of deliveries: it commits as a whole, and says which rows were still ours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db import InterfaceError, OperationalError, connection

from notifications.rules.statuses import DeliveryStatus
from notifications.services.prepared import rows_of
from notifications.services.render import Rendered

# `status || ''`: by id, never by the index of leased rows, which a busy hour fills with dead entries.
_OPEN = """
WITH given AS (
    SELECT * FROM json_to_recordset(%s::json)
        AS g (id bigint, subject text, body_text text, body_html text, body_sha text, told jsonb) LIMIT 50
), opened AS (
    UPDATE notifications_delivery d
    SET status = 'sending', lease_until = clock_timestamp() + %s::interval, subject = g.subject,
        body_text = g.body_text, body_html = g.body_html, body_sha = g.body_sha
    FROM given g
    WHERE d.id = g.id AND d.lease_token = %s AND d.status || '' = 'claimed' AND d.lease_until > clock_timestamp()
      AND EXISTS (SELECT FROM notifications_touchpoint t
                  WHERE t.id = d.touchpoint_id AND t.status IN ('released', 'served'))
    RETURNING d.id, d.touchpoint_id, d.channel, d.body_sha, g.told
), tried AS (
    INSERT INTO notifications_attempt (delivery_id, n, body_sha, started_at, outcome, code, text)
    SELECT o.id, 1 + coalesce((SELECT max(a.n) FROM notifications_attempt a WHERE a.delivery_id = o.id), 0),
           o.body_sha, %s, 'open', '', ''
    FROM opened o
), told AS (
    UPDATE notifications_touchpoint t SET told_at = %s, told_dates = o.told
    FROM opened o WHERE t.id = o.touchpoint_id AND o.channel <> 'desk_task' AND t.told_at IS NULL
)
SELECT id FROM opened
"""
_ACCEPT = """
WITH given AS (
    SELECT * FROM unnest(%s::bigint[], %s::text[]) AS g (id, ref)
), marked AS (
    UPDATE notifications_delivery d
    SET status = 'accepted', accepted_at = %s, provider_ref = g.ref, lease_until = NULL, lease_token = NULL
    FROM given g WHERE d.id = g.id AND d.lease_token = %s AND d.status || '' = 'sending'
    RETURNING d.id, d.touchpoint_id, d.channel
), ended AS (
    UPDATE notifications_attempt a SET outcome = 'ok', ended_at = %s
    FROM marked m WHERE a.delivery_id = m.id AND a.outcome = 'open'
), served AS (
    UPDATE notifications_touchpoint t SET status = 'served', served_at = %s
    FROM marked m WHERE t.id = m.touchpoint_id AND m.channel <> 'desk_task' AND t.status = 'released'
)
SELECT id FROM marked
"""
_STILL = "SELECT id FROM notifications_delivery WHERE id = ANY(%s) AND lease_token = %s AND status = %s"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is put on record with an attempt: the text as it leaves and the dates that it tells."""

    delivery_id: int
    text: Rendered
    told: Mapping[str, str]


def open_attempts(rows: Sequence[Opening], token: UUID, *, lease_for: timedelta, now: datetime) -> set[int]:
    """Those that may be sent now. A commit of which nobody knows is looked up, not repeated."""
    given = [
        {
            "id": each.delivery_id,
            "subject": each.text.subject[:300],
            "body_text": each.text.text,
            "body_html": each.text.html,
            "body_sha": each.text.sha,
            "told": dict(each.told),
        }
        for each in rows
    ]
    params = [orjson.dumps(given).decode(), lease_for, token, now, now]
    ids = [each.delivery_id for each in rows]
    return _done(lambda: _ids(_OPEN, params), lambda: _ids(_STILL, [ids, token, DeliveryStatus.SENDING]))


def mark_accepted(refs: Mapping[int, str], token: UUID, *, now: datetime) -> set[int]:
    """Those that were still ours. Repeating it after a lost commit is safe: the second finds nothing to do."""
    params = [list(refs), list(refs.values()), now, token, now, now]
    return _done(lambda: _ids(_ACCEPT, params), lambda: _ids(_ACCEPT, params))


def _done(act: Callable[[], set[int]], otherwise: Callable[[], set[int]]) -> set[int]:
    """`otherwise`, on a new connection, when the old one broke under `act`."""
    try:
        return act()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return otherwise()


def _ids(sql: str, params: Sequence[object]) -> set[int]:
    return {row[0] for row in rows_of(sql, params)}
