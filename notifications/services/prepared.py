"""How does a statement that runs for every message get around being planned anew each time?"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.pq import TransactionStatus

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
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    with connection.wrap_database_errors:
        raw.prepare_threshold = _AT_ONCE
        try:
            if isinstance(params, Mapping):
                return _rows(psycopg.Cursor(raw), sql, params)
            return _rows(psycopg.RawCursor(raw), _numbered(sql), params)
        finally:
            raw.prepare_threshold = None


def _rows(cursor: "psycopg.Cursor[Any]", sql: str, params: Params) -> list[tuple[Any, ...]]:
    with cursor:
        if sql not in _planned.get(cursor.connection, ()):
            return _first_time(cursor, sql, params)
        cursor.execute(sql, params, prepare=True)
        return cursor.fetchall()


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    """As the server wants them. Psycopg would count the parameters of long statements anew each time."""
    number = count(1)
    return re.sub("%s", lambda _: f"${next(number)}", sql)


def _first_time(cursor: "psycopg.Cursor[Any]", sql: str, params: Params) -> list[tuple[Any, ...]]:
    known = _planned.setdefault(cursor.connection, set())
    if not known:
        cursor.execute(_KEEP_PLANS)
    cursor.execute(_BY_INDEX)
    try:
        cursor.execute(sql, params, prepare=True)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    finally:
        if cursor.connection.info.transaction_status in {TransactionStatus.IDLE, TransactionStatus.INTRANS}:
            cursor.execute(_AS_BEFORE)  # an aborted transaction takes the setting back itself
    known.add(sql)
    return rows
