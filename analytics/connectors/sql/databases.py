"""Which rows does a query of a database give, read in bounded memory and without a right to write?"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

SERVER = ("postgresql://", "postgres://")
FILE = "sqlite:///"
_ROWS_AT_ONCE = 5_000
_WAIT_S = 10


class QueryFault(Exception):
    """The database or the query does not give rows; the sentence says why and holds no password."""


@dataclass(frozen=True, slots=True)
class Since:
    """Only rows whose column holds at least this value; without a value all rows, but the column must be there."""

    column: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Names of the columns, and rows as the database's driver gives them."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[object]]


def location_of(address: str) -> str:
    """The address without user and password: it may be shown and kept. Raises QueryFault for an unknown kind."""
    if address.startswith(FILE):
        return address
    if not address.startswith(SERVER):
        raise QueryFault("a database is named like postgresql://user@host/name or sqlite:///file.db")
    found = urlsplit(address)
    port = f":{found.port}" if found.port else ""
    return f"postgresql://{found.hostname or ''}{port}{found.path}"


@contextmanager
def rows_of(address: str, query: str, since: Since | None) -> Iterator[Rows]:
    """Open while the rows are read. Raises QueryFault, also while reading."""
    location = location_of(address)
    opened = _from_file(address, query, since) if address.startswith(FILE) else _from_server(address, query, since)
    try:
        with opened as (columns, rows):
            if since and since.column not in columns:
                raise QueryFault(f"the query gives no column {since.column!r}; it gives {', '.join(columns)}")
            yield Rows(columns, rows)
    except (psycopg.Error, sqlite3.Error) as problem:
        said = str(problem).strip().partition("\n")[0]
        raise QueryFault(f"{location} does not answer the query: {said}") from problem


Opened = tuple[tuple[str, ...], Iterator[Sequence[object]]]


@contextmanager
def _from_server(address: str, query: str, since: Since | None) -> Iterator[Opened]:
    """Through a cursor of the server, in a transaction that may only read."""
    with psycopg.connect(address, connect_timeout=_WAIT_S, application_name="sunsetter") as connection:
        connection.read_only = True
        connection.execute("SET TimeZone = 'UTC'")
        cursor = connection.cursor(name="sunsetter_activity")
        cursor.itersize = _ROWS_AT_ONCE
        inner = sql.SQL(_single(query).replace("%", "%%"))  # the operator's own query
        if since is None or since.value is None:
            cursor.execute(sql.SQL("SELECT * FROM (\n{}\n) AS activity").format(inner), ())
        else:
            text = "SELECT * FROM (\n{}\n) AS activity WHERE activity.{} >= %s"
            cursor.execute(sql.SQL(text).format(inner, sql.Identifier(since.column)), (since.value,))
        yield tuple(column.name for column in cursor.description or ()), iter(cursor)


@contextmanager
def _from_file(address: str, query: str, since: Since | None) -> Iterator[Opened]:
    path = Path(address.removeprefix(FILE)).absolute()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        text, values = f"SELECT * FROM (\n{_single(query)}\n) AS activity", ()  # noqa: S608  (the operator's own query)
        if since is None or since.value is None:
            cursor = connection.execute(text, values)
        else:
            quoted = since.column.replace('"', '""')
            cursor = connection.execute(f'{text} WHERE activity."{quoted}" >= ?', (since.value,))
        yield tuple(column[0] for column in cursor.description), iter(cursor)


def _single(query: str) -> str:
    text = query.strip().rstrip(";").rstrip()
    if not text:
        raise QueryFault("the query is empty")
    return text
