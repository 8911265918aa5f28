"""Which attempts are on record before the socket is touched, and which messages were taken over?

Each is one statement for up to a batch of deliveries: it commits as a whole, and says which rows were still ours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import orjson
from django.db import InterfaceError, OperationalError, connection
from psycopg.types.numeric import Int8

from notifications.rules.statuses import DeliveryStatus
from notifications.services.prepared import LAZILY, rows_of
from notifications.services.render import Rendered

# Parameters one by one: the server reads neither JSON nor arrays for whole texts. Types are told once, to stay short.
_FIRST, _MORE = "(%s::bigint, %s::text, %s::text, %s::text, %s::text, %s::jsonb)", ", (%s, %s, %s, %s, %s, %s)"
# `status || ''`: by id, never by the index of leased rows, which a busy hour fills with dead entries. The contact's
# status is asked for row by row: joined, a table that nobody has analyzed yet is walked for every batch.
_OPEN = """
WITH given (id, subject, body_text, body_html, body_sha, told) AS MATERIALIZED (VALUES {given}), opened AS (
    UPDATE notifications_delivery d
    SET status = 'sending', lease_until = clock_timestamp() + %s::interval, subject = g.subject,
        body_text = g.body_text, body_html = g.body_html, body_sha = g.body_sha
    FROM given g
    WHERE d.id = g.id AND d.lease_token = %s AND d.status || '' = 'claimed' AND d.lease_until > clock_timestamp()
      AND (SELECT t.status FROM notifications_touchpoint t WHERE t.id = d.touchpoint_id) IN ('released', 'served')
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
_ACCEPT_LAZILY = _ACCEPT.replace("SELECT id", f"SELECT id, {LAZILY}")
_STILL = "SELECT id FROM notifications_delivery WHERE id = ANY(%s) AND lease_token = %s AND status = %s"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is put on record with an attempt: the text as it leaves and the dates that it tells."""

    delivery_id: int
    text: Rendered
    told: Mapping[str, str]

    @property
    def columns(self) -> tuple[object, ...]:
        text, told = self.text, orjson.dumps(dict(self.told)).decode()
        return Int8(self.delivery_id), text.subject[:300], text.text, text.html, text.sha, told


def open_attempts(
    rows: Sequence[Opening], token: UUID, *, lease_for: timedelta, now: datetime, marked: Mapping[int, str]
) -> set[int]:
    """Those that may be sent now, safe on the disk, and with them all that was marked lazily before.

    A commit of which nobody knows is looked up, not repeated; `marked` is what a server that broke may have forgotten.
    """
    params = [value for each in rows for value in each.columns] + [lease_for, token, now, now]
    ids = [each.delivery_id for each in rows]

    def look_up() -> set[int]:
        if marked:
            mark_accepted(marked, token, now=now)
        return _ids(_STILL, [ids, token, DeliveryStatus.SENDING])

    return _done(lambda: _ids(_opening(len(rows)), params), look_up)


def mark_accepted(refs: Mapping[int, str], token: UUID, *, now: datetime, lazily: bool = False) -> set[int]:
    """Those that were still ours. Repeating it after a lost commit is safe: the second finds nothing to do.

    `lazily`: the disk is not waited for, since the attempts that follow at once do: no more is in doubt than they are.
    """
    params = [list(refs), list(refs.values()), now, token, now, now]
    sql = _ACCEPT_LAZILY if lazily else _ACCEPT
    return _done(lambda: _ids(sql, params), lambda: _ids(_ACCEPT, params))


@cache
def _opening(count: int) -> str:
    return _OPEN.format(given=_FIRST + _MORE * (count - 1))


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
