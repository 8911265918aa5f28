"""How does a statement that runs for every message get around being planned anew each time?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import count
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.pq import TransactionStatus

from notifications.services.under_way import UnderWay, finish, under_way

Params = Sequence[object] | Mapping[str, object]
_AT_ONCE = 0  # Django binds parameters itself and never prepares
# Only prepared statements heed it: the server would else plan them anew to see whether that pays.
_KEEP_PLANS = "SET plan_cache_mode = force_generic_plan"
# A plan that is kept is made for tables that grow: one made while they are empty would walk them whole later on.
_BY_INDEX, _AS_BEFORE = "SET enable_seqscan = off", "RESET enable_seqscan"
# Beside a statement's rows: its commit does not wait for the disk. For what a crash may take back without harm.
LAZILY = "set_config('synchronous_commit', 'off', true)"
_planned: "WeakKeyDictionary[psycopg.Connection[Any], set[str]]" = WeakKeyDictionary()


def rows_of(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """Inside the transaction of Django's connection, if there is one; its errors are Django's."""
    finish()
    raw = _own()
    with connection.wrap_database_errors, _prepared(raw, sql):
        if isinstance(params, Mapping):
            return _rows(psycopg.Cursor(raw), sql, params)
        return _rows(psycopg.RawCursor(raw), _numbered(sql), params)


def statement(sql: str, params: Sequence[object]) -> UnderWay:
    """The same, not sent yet: whoever sends it may do something else before asking for its rows."""
    finish()
    raw = _own()
    with connection.wrap_database_errors:
        if is_first := not _is_planned(raw, sql):
            _plan_by_index(raw)
        return under_way(psycopg.RawCursor(raw), _numbered(sql), params, partial(_planned_so, raw, sql, is_first))


def _own() -> "psycopg.Connection[Any]":
    """What stands behind Django's."""
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)


def _rows(cursor: "psycopg.Cursor[Any]", text: str, params: Params) -> list[tuple[Any, ...]]:
    with cursor:
        cursor.execute(text, params, prepare=True)
        return cursor.fetchall()


@contextmanager
def _prepared(raw: "psycopg.Connection[Any]", sql: str) -> Iterator[None]:
    """What is executed meanwhile is prepared; the first time by indexes."""
    if is_first := not _is_planned(raw, sql):
        _plan_by_index(raw)
    raw.prepare_threshold, went_well = _AT_ONCE, False
    try:
        yield
        went_well = True
    finally:
        raw.prepare_threshold = None
        _planned_so(raw, sql, is_first, went_well)


def _is_planned(raw: "psycopg.Connection[Any]", sql: str) -> bool:
    """At a rollback psycopg forgets all that it prepared, and the server what was set meanwhile."""
    if not raw._prepared._names:
        _planned.pop(raw, None)
    return sql in _planned.get(raw, ())


def _plan_by_index(raw: "psycopg.Connection[Any]") -> None:
    if raw not in _planned:
        raw.execute(_KEEP_PLANS, prepare=False)
        _planned[raw] = set()
    raw.execute(_BY_INDEX, prepare=False)


def _planned_so(raw: "psycopg.Connection[Any]", sql: str, is_first: bool, went_well: bool) -> None:
    if not is_first:
        return
    if went_well:
        _planned.setdefault(raw, set()).add(sql)
    if raw.info.transaction_status in {TransactionStatus.IDLE, TransactionStatus.INTRANS}:
        raw.execute(_AS_BEFORE, prepare=False)  # an aborted transaction takes the setting back itself


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    """As the server wants them. Psycopg would count the parameters of long statements anew each time."""
    number = count(1)
    return re.sub("%s", lambda _: f"${next(number)}", sql)
