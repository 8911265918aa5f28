"""Which attempts are on record before the socket is touched, and which messages were taken over?

Each is one statement for up to a batch of deliveries: it commits as a whole, and says which rows were still ours.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import orjson
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg.types.numeric import Int8

from notifications.rules.statuses import DeliveryStatus
from notifications.services.ledger_sql import ACCEPT, FIRST, MORE, OPEN, STILL
from notifications.services.prepared import rows_of
from notifications.services.render import Rendered

_AWKWARD, _ESCAPED = re.compile(r'(["\\])'), r"\\\1"  # PostgreSQL 8.15.6: array input


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
    """Those that may be sent now, safe on the disk, and with them the marks of what was taken over before.

    A commit of which nobody knows is looked up; only what is still waiting then is opened. Any other failure is one
    of the new ones alone.
    """

    def opened(new: Sequence[Opening], refs: Mapping[int, str]) -> set[int]:
        texts = [value for each in new for value in each.columns]
        return _ids(_opening(len(new)), [*texts, *_arrays(refs), now, lease_for, token, now, now, now, now])

    def look_up() -> set[int]:
        mark_accepted(marked, token, now=now)
        found = _ids(STILL, [[each.delivery_id for each in rows], token, DeliveryStatus.SENDING])
        left = [each for each in rows if each.delivery_id not in found]
        return found | opened(left, {}) if left else found

    try:
        return _done(lambda: opened(rows, marked), look_up)
    except DatabaseError:
        if not connection.in_atomic_block:
            mark_accepted(marked, token, now=now)
        raise


def mark_accepted(refs: Mapping[int, str], token: UUID, *, now: datetime) -> set[int]:
    """Those that were still ours. Repeating it after a lost commit is safe: the second finds nothing to do."""
    if not refs:
        return set()
    params = [*_arrays(refs), now, token, now, now]
    return _done(lambda: _ids(ACCEPT, params), lambda: _ids(ACCEPT, params))


@dataclass(slots=True)
class Unmarked:
    """What was taken over and whose mark goes with the next attempts' commit, or at once if that is not at hand.

    Until then a crash leaves it in doubt, as it does from its attempt on: no more than leave together.
    """

    now: datetime
    token: UUID | None = None
    refs: dict[int, str] = field(default_factory=dict)

    def mark(self) -> None:
        if self.refs and self.token:
            mark_accepted(self.refs, self.token, now=self.now)
        self.refs = {}


def _arrays(refs: Mapping[int, str]) -> tuple[str, str]:
    """As the server reads them: psycopg looks at each element of a list, whose types are known here."""
    names = ",".join([f'"{_AWKWARD.sub(_ESCAPED, each)}"' for each in refs.values()])
    return f"{{{','.join(map(str, refs))}}}", f"{{{names}}}"


@cache
def _opening(count: int) -> str:
    return OPEN.format(given=FIRST + MORE * (count - 1))


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
