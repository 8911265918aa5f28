"""Which messages were taken over, and what is asked of the ledger again when a connection broke?"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from notifications.services.ledger_sql import ACCEPT
from notifications.services.prepared import rows_of

_AWKWARD, _ESCAPED = re.compile(r'(["\\])'), r"\\\1"  # PostgreSQL 8.15.6: array input


def mark_accepted(refs: Mapping[int, str], token: UUID, *, now: datetime) -> set[int]:
    """Those that were still ours. Repeating it after a lost commit is safe: the second finds nothing to do."""
    if not refs:
        return set()
    params = [*arrays(refs), now, token, now, now]
    return done(lambda: ids_of(ACCEPT, params), lambda: ids_of(ACCEPT, params))


def arrays(refs: Mapping[int, str]) -> tuple[str, str]:
    """As the server reads them: psycopg looks at each element of a list, whose types are known here."""
    names = ",".join([f'"{_AWKWARD.sub(_ESCAPED, each)}"' for each in refs.values()])
    return f"{{{','.join(map(str, refs))}}}", f"{{{names}}}"


def done(act: Callable[[], set[int]], otherwise: Callable[[], set[int]]) -> set[int]:
    """`otherwise`, on a new connection, when the old one broke under `act`."""
    try:
        return act()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return otherwise()


def ids_of(sql: str, params: Sequence[object]) -> set[int]:
    return {row[0] for row in rows_of(sql, params)}
