"""How is only one import or roll-up at work at a time, on however many machines?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

_KEY = 7_301_984_001  # a number of ours among Postgres' advisory locks
PATIENCE_S = 60.0  # rounds of small imports are shorter


@contextmanager
def import_lock(*, wait: bool = True, patience_s: float | None = None) -> Iterator[bool]:
    """Held by the database session, so that a killed import holds nothing. Yields whether it was got.

    `patience_s`: waits in turn, but no longer than that.
    """
    got = _got_within(patience_s) if patience_s is not None else _got(wait=wait)
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])


def _got(*, wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT true FROM pg_advisory_lock(%s)", [_KEY])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
        row = cursor.fetchone()
    return bool(row and row[0])


def _got_within(patience_s: float) -> bool:
    """Who waits is in the queue: one who lets go and tries again at once does not get it before."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{max(1, round(patience_s * 1000))}ms"])
            cursor.execute("SELECT pg_advisory_lock(%s)", [_KEY])  # outlives the transaction
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as problem:
        if not isinstance(problem.__cause__, LockNotAvailable):
            raise
        return False
    return True
