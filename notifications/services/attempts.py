"""Which attempts are on record before the socket is touched?

They are put there by one statement for up to half a batch of deliveries, with the marks of what was taken over before:
it commits as a whole, and says which rows were still ours.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import orjson
from django.db import Error, InterfaceError, OperationalError, connection
from psycopg.types.numeric import Int8

from notifications.channels.registry import OUTLETS
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from notifications.services.ledger import arrays, done, ids_of, mark_accepted
from notifications.services.ledger_sql import FIRST, MORE, OPEN, STILL
from notifications.services.prepared import statement
from notifications.services.render import Rendered
from notifications.services.under_way import UnderWay


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

    @property
    def is_begun(self) -> bool:
        return self._under_way is not None

    def begin(self) -> None:
        """Does not wait for it. `opened` begins it if this did not, and says what went wrong."""
        with contextlib.suppress(Error):
            self._sent()

    def opened(self) -> set[int]:
        """Those that may be sent now, safe on the disk. Raises what the database said."""
        self.wait()
        if self._error:
            raise self._error
        return self._opened

    def wait(self) -> None:
        """Until that is known. Whoever is interrupted meanwhile can wait again."""
        if self._is_known:
            return
        try:
            self._opened = done(self._found, self._look_up)
        except Error as error:
            self._error = error
            if not connection.in_atomic_block:
                with contextlib.suppress(Error):  # it is in doubt then
                    mark_accepted(self.marked, self.token, now=self.now)
        self._is_known = True

    def _sent(self) -> UnderWay:
        """The handle is kept before anything is sent: one that was sent is never sent again."""
        if self._under_way is None:
            self._under_way = statement(*self._asked(self.rows, self.marked))
        self._under_way.send()
        return self._under_way

    def _found(self) -> set[int]:
        under_way = self._sent()
        try:
            return {row[0] for row in under_way.rows()}
        except (OperationalError, InterfaceError):
            if under_way.is_lost and not connection.in_atomic_block and connection.is_usable():
                return self._look_up()  # by the connection that took its place
            raise

    def _look_up(self) -> set[int]:
        mark_accepted(self.marked, self.token, now=self.now)
        found = ids_of(STILL, [[each.delivery_id for each in self.rows], self.token, DeliveryStatus.SENDING])
        left = [each for each in self.rows if each.delivery_id not in found]
        return found | ids_of(*self._asked(left, {})) if left else found

    def _asked(self, new: Sequence[Opening], refs: Mapping[int, str]) -> tuple[str, list[object]]:
        texts = [value for each in new for value in each.columns]
        now, route = self.now, OUTLETS[Channel.EMAIL].route  # of the others each has but one
        return _opening(len(new)), [*texts, *arrays(refs), now, self.lease_for, self.token, now, now, route, now, now]


def open_attempts(
    rows: Sequence[Opening], token: UUID, *, lease_for: timedelta, now: datetime, marked: Mapping[int, str]
) -> set[int]:
    """At once, and waited for."""
    return Attempts(rows, token, lease_for, now, marked).opened()


@cache
def _opening(count: int) -> str:
    return OPEN.format(given=FIRST + MORE * (count - 1))
