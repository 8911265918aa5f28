"""How does the database work on a statement while this program does something else?

Psycopg's generators are made to be driven by whoever waits: one is driven until the server has the whole statement, and
on from there when its rows are asked for. Whatever else Django asks of the connection waits for it first.
"""

import contextlib
import select
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.waiting import Ready, Wait

Steps = Generator[Any, Any, None]
_going: "WeakKeyDictionary[psycopg.Connection[Any], UnderWay]" = WeakKeyDictionary()


@dataclass(slots=True, eq=False)
class UnderWay:
    """One statement of Django's connection; outside a transaction it commits by itself."""

    _cursor: "psycopg.Cursor[Any]"
    _steps: Steps
    _at_end: Callable[[bool], None]  # told whether it went well
    _is_sent: bool = False
    _rows: list[tuple[Any, ...]] = field(default_factory=list)
    _error: psycopg.Error | None = None
    _is_over: bool = False
    _wanted: Any = None

    def send(self) -> None:
        """Once, however often it is asked; comes back when the server has all of it. What goes wrong is kept."""
        if not self._is_sent:
            finish()
            self._is_sent = True
            self._give()

    def _give(self) -> None:
        _going[self._cursor.connection] = self
        with self._preparing():
            try:
                self._wanted = next(self._steps)
                while self._wanted & Wait.W:
                    self._wanted = self._steps.send(_ready(self._cursor.connection))
            except StopIteration:
                self._end()
            except psycopg.Error as error:
                self._end(error)

    def wait(self) -> None:
        """Until the answer is there. What it says is kept."""
        self.send()
        if not self._is_over:
            self._go_on()

    def rows(self) -> list[tuple[Any, ...]]:
        """Raises Django's errors, as often as it is asked."""
        self.wait()
        with connection.wrap_database_errors:
            if self._error:
                raise self._error
        return self._rows

    @property
    def is_lost(self) -> bool:
        """Its connection has ended: nobody knows whether it was done."""
        return self._cursor.connection.closed

    def _go_on(self) -> None:
        if self._wanted is None:
            self._end()
            return
        with self._preparing():
            try:
                self._cursor.connection.wait(self._rest())
            except psycopg.Error as error:
                self._end(error)
            else:
                self._end()

    @contextlib.contextmanager
    def _preparing(self) -> Iterator[None]:
        """Django's connections never do: psycopg asks whether it may at each step."""
        raw = self._cursor.connection
        raw.prepare_threshold = 0
        try:
            yield
        finally:
            raw.prepare_threshold = None

    def _rest(self) -> Steps:
        """From where it stands: if somebody is interrupted in waiting, it can be waited for again."""
        while True:
            ready = yield self._wanted
            try:
                self._wanted = self._steps.send(ready)
            except StopIteration:
                return

    def _end(self, error: psycopg.Error | None = None) -> None:
        """Whoever was interrupted within psycopg's steps left no answer behind: what became of it must be looked up."""
        raw, self._is_over = self._cursor.connection, True
        if _going.get(raw) is self:
            del _going[raw]
        if error is None and self._cursor.description is None:
            error = psycopg.OperationalError("interrupted before its answer was read")
            raw.close()
        try:
            self._rows = self._cursor.fetchall() if error is None else []
            self._at_end(error is None)
        except psycopg.Error as problem:
            error = error or problem
        self._error = error


def under_way(cursor: "psycopg.Cursor[Any]", text: str, params: Any, at_end: Callable[[bool], None]) -> UnderWay:
    """Not sent yet. The cursor is one of Django's connection, and of nothing else's use."""
    if _wait_first not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _wait_first)
    return UnderWay(cursor, cursor._execute_gen(text, params, prepare=True), at_end)


def finish() -> None:
    """What the database is at work on for this connection is waited for; needed before a transaction begins."""
    raw = cast("psycopg.Connection[Any] | None", connection.connection)
    if raw is not None and (going := _going.get(raw)):
        going.wait()


def _wait_first(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
    finish()
    return execute(sql, params, many, context)


def _ready(raw: "psycopg.Connection[Any]") -> Ready:
    """To be read, written, or both: a server with much to say would else keep both sides waiting."""
    poll = select.poll()
    poll.register(raw.pgconn.socket, select.POLLIN | select.POLLOUT)
    events = poll.poll()[0][1]
    return Ready((Ready.W if events & select.POLLOUT else 0) | (Ready.R if events & ~select.POLLOUT else 0))
