"""How does a statement that runs for every message get around being planned anew each time?"""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from weakref import WeakSet

import psycopg
from django.db import connection

_AT_ONCE = 0  # Django binds parameters itself and never prepares
# Only prepared statements heed it: the server would else plan them anew to see whether that pays.
_KEEP_PLANS = "SET plan_cache_mode = force_generic_plan"
# Beside a statement's rows: its commit does not wait for the disk. For what a crash may take back without harm.
LAZILY = "set_config('synchronous_commit', 'off', true)"
_known: "WeakSet[psycopg.Connection[Any]]" = WeakSet()


def rows_of(sql: str, params: Sequence[object] | Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Inside the transaction of Django's connection, if there is one; its errors are Django's."""
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    with connection.wrap_database_errors:
        raw.prepare_threshold = _AT_ONCE
        try:
            with psycopg.Cursor(raw) as cursor:
                if raw not in _known:
                    cursor.execute(_KEEP_PLANS)
                    _known.add(raw)
                cursor.execute(sql, params, prepare=True)
                return cursor.fetchall()
        finally:
            raw.prepare_threshold = None
