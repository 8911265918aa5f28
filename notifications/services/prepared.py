"""How does a statement that runs for every message get around being planned anew each time?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from itertools import count
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.pq import TransactionStatus

from notifications.services.under_way import UnderWay, begin, finish

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


def begun(sql: str, params: Sequence[object]) -> UnderWay:
    """The same without waiting for it, but for its first time on a connection, when it is planned."""
    raw = _own()
    with connection.wrap_database_errors, _prepared(raw, sql) as is_first:
        under_way = begin(psycopg.RawCursor(raw), _numbered(sql), params)
        if is_first:
            under_way.rows()
    return under_way


def _own() -> "psycopg.Connection[Any]":
    """What stands behind Django's."""
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)


def _rows(cursor: "psycopg.Cursor[Any]", text: str, params: Params) -> list[tuple[Any, ...]]:
    with cursor:
        cursor.execute(text, params, prepare=True)
        return cursor.fetchall()


@contextmanager
def _prepared(raw: "psycopg.Connection[Any]", sql: str) -> Iterator[bool]:
    """What is executed meanwhile is prepared; the first time, which it says, by indexes."""
    is_first = sql not in _planned.get(raw, ())
    raw.prepare_threshold = _AT_ONCE
    try:
        with _by_index(raw) if is_first else nullcontext():
            yield is_first
        if is_first:
            _planned[raw].add(sql)
    finally:
        raw.prepare_threshold = None


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    """As the server wants them. Psycopg would count the parameters of long statements anew each time."""
    number = count(1)
    return re.sub("%s", lambda _: f"${next(number)}", sql)


@contextmanager
def _by_index(raw: "psycopg.Connection[Any]") -> Iterator[None]:
    if raw not in _planned:
        raw.execute(_KEEP_PLANS, prepare=False)
        _planned[raw] = set()
    raw.execute(_BY_INDEX, prepare=False)
    try:
        yield
    finally:
        if raw.info.transaction_status in {TransactionStatus.IDLE, TransactionStatus.INTRANS}:
            raw.execute(_AS_BEFORE, prepare=False)  # an aborted transaction takes the setting back itself
