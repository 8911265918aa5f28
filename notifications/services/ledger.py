"""Which attempts are on record before the socket is touched, and which messages were taken over?

Each is one statement for up to a batch of deliveries: it commits as a whole, and says which rows were still ours.
"""

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import orjson
from django.db import Error, InterfaceError, OperationalError, connection
from psycopg.types.numeric import Int8

from notifications.rules.statuses import DeliveryStatus
from notifications.services.ledger_sql import ACCEPT, FIRST, MORE, OPEN, STILL
from notifications.services.prepared import begun, rows_of
from notifications.services.render import Rendered
from notifications.services.under_way import UnderWay

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


@dataclass(slots=True)
class Attempts:
    """Attempts that are being put on record, and with them the marks of what was taken over before.

    A commit of which nobody knows is looked up; only what is still waiting then is opened. Any other failure is one
    of the new ones alone.
    """

    rows: Sequence[Opening]
    token: UUID
    lease_for: timedelta
    now: datetime
    marked: Mapping[int, str]
    _under_way: UnderWay | None = None
    _opened: set[int] = field(default_factory=set)
    _error: Error | None = None
    _is_known: bool = False

    def begin(self) -> None:
        """Does not wait for it; `opened` begins it if this did not."""
        with contextlib.suppress(Error):  # `opened` sees about it
            self._under_way = begun(*self._asked(self.rows, self.marked))

    def opened(self) -> set[int]:
        """Those that may be sent now, safe on the disk. Raises what the database said."""
        self.wait()
        if self._error:
            raise self._error
        return self._opened

    def wait(self) -> None:
        """Until that is known. What goes wrong is said by `opened`."""
        if self._is_known:
            return
        try:
            self._opened = _done(self._found, self._look_up)
        except Error as error:
            self._error = error
            if not connection.in_atomic_block:
                with contextlib.suppress(Error):  # it is in doubt then
                    mark_accepted(self.marked, self.token, now=self.now)
        self._is_known = True

    def _found(self) -> set[int]:
        under_way = self._under_way or begun(*self._asked(self.rows, self.marked))
        try:
            return {row[0] for row in under_way.rows()}
        except (OperationalError, InterfaceError):
            if under_way.is_lost and not connection.in_atomic_block and connection.is_usable():
                return self._look_up()  # by the connection that took its place
            raise

    def _look_up(self) -> set[int]:
        mark_accepted(self.marked, self.token, now=self.now)
        found = _ids(STILL, [[each.delivery_id for each in self.rows], self.token, DeliveryStatus.SENDING])
        left = [each for each in self.rows if each.delivery_id not in found]
        return found | _ids(*self._asked(left, {})) if left else found

    def _asked(self, new: Sequence[Opening], refs: Mapping[int, str]) -> tuple[str, list[object]]:
        texts = [value for each in new for value in each.columns]
        now = self.now
        return _opening(len(new)), [*texts, *_arrays(refs), now, self.lease_for, self.token, now, now, now, now]


def open_attempts(
    rows: Sequence[Opening], token: UUID, *, lease_for: timedelta, now: datetime, marked: Mapping[int, str]
) -> set[int]:
    """At once, and waited for."""
    return Attempts(rows, token, lease_for, now, marked).opened()


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
    going: Attempts | None = None  # with the marks of what was taken over before

    def open(self, rows: Sequence[Opening], *, lease_for: timedelta) -> Attempts:
        """The next attempts, which take along what waits; not waited for."""
        if self.token is None:
            raise ValueError("nothing was claimed")
        self.wait()
        self.going = Attempts(rows, self.token, lease_for, self.now, self.refs)
        self.refs = {}
        self.going.begin()
        return self.going

    def add(self, taken: Mapping[int, str]) -> None:
        self.refs |= taken

    def wait(self) -> None:
        """Before anything else is asked of the database. What fails is said to whom the attempts are."""
        if self.going:
            self.going.wait()

    def mark(self) -> None:
        self.wait()
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
