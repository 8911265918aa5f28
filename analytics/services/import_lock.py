"""How is only one import or roll-up at work at a time, on however many machines?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_KEY = 7_301_984_001  # a number of ours among Postgres' advisory locks


@contextmanager
def import_lock(*, wait: bool = True) -> Iterator[bool]:
    """Held by the database session, so that a killed import holds nothing. Yields whether it was got."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT true FROM pg_advisory_lock(%s)", [_KEY])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
        row = cursor.fetchone()
    got = bool(row and row[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])
