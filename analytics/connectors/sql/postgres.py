"""How is a warehouse asked that speaks PostgreSQL's protocol?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from analytics.connectors.sql.databases import QueryFault

_ROWS_AT_ONCE = 5_000
_WAIT_S = 10
_WITHOUT_ZONE = {1082, 1114}  # date, timestamp


@dataclass(frozen=True, slots=True)
class PostgresLink:
    """A session whose transactions may only read."""

    connection: psycopg.Connection[tuple[object, ...]]
    shown: str
    engine: str = "postgres"
    is_snapshot: bool = True

    @classmethod
    @contextmanager
    def opened(cls, address: str, *, shown: str) -> Iterator["PostgresLink"]:
        with (
            _told(shown),
            psycopg.connect(
                address, autocommit=True, connect_timeout=_WAIT_S, application_name="sunsetter"
            ) as connection,
        ):
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.execute("SET TimeZone = 'UTC'")
            yield cls(connection, shown)

    def columns(self, select: str) -> dict[str, bool]:
        with _told(self.shown), self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute(_written(f"{select} LIMIT 0"))
            return {each.name: each.type_code in _WITHOUT_ZONE for each in cursor.description or ()}

    def rows(self, select: str) -> Iterator[Sequence[object]]:
        """Through a cursor of the server."""
        with _told(self.shown), self.connection.transaction(), self.connection.cursor(name="sunsetter_pull") as cursor:
            cursor.itersize = _ROWS_AT_ONCE
            cursor.execute(_written(select))
            yield from cursor

    @contextmanager
    def one_sight(self) -> Iterator[None]:
        with _told(self.shown), self.connection.transaction():
            yield


def _written(select: str) -> sql.SQL:
    return sql.SQL(select)  # names in it are quoted, and it may only read


@contextmanager
def _told(shown: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as problem:
        said = str(problem).strip().partition("\n")[0]
        raise QueryFault(f"{shown} does not answer: {said}") from problem
