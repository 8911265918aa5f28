"""How is a named step of SQL run, within the memory that one worker may take?"""

import glob
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import duckdb

from analytics.engines.duckdb.pool import borrowed

_STEPS = Path(__file__).resolve().parent / "sql"
_PART = 5_000
Row = tuple[object, ...]


@cache
def _step(name: str) -> str:
    return (_STEPS / f"{name}.sql").read_text(encoding="utf-8")


class Session:
    """A connection to a DuckDB in memory; steps build temporary tables, which end with it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, step: str, **values: object) -> list[Row]:
        """Run a checked-in step with its named values."""
        return self._connection.execute(_step(step), values or None).fetchall()

    def ask(self, text: str, **values: object) -> list[Row]:
        """As `run`, for a text that was put together of ours."""
        return self._connection.execute(text, values or None).fetchall()

    def stream(self, step: str, **values: object) -> Iterator[Row]:
        """As `run`, a part of the rows at a time; nothing else may be asked until the last of them."""
        found = self._connection.execute(_step(step), values or None)
        while rows := found.fetchmany(_PART):
            yield from rows

    def set(self, **variables: object) -> None:
        """Give values that several steps read with getvariable()."""
        for name, value in variables.items():
            self._connection.execute(f"SET VARIABLE {name} = $value", {"value": value})

    def copy(self, query: str, target: Path) -> int:
        """Write a query of ours to a Parquet file; returns its rows."""
        quoted = str(target).replace("'", "''")
        done = self._connection.execute(f"COPY ({query}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
        return int(done[0]) if done else 0


@contextmanager
def open_session(scratch: Path) -> Iterator[Session]:
    """`scratch` takes what does not fit into memory. Nothing is fetched from the network."""
    with borrowed(scratch) as connection:
        yield Session(connection)


def file_list(paths: Iterable[Path]) -> list[str]:
    """Paths as read_parquet takes them: not as patterns."""
    return [glob.escape(str(path)) for path in paths]


def whole(value: object) -> int:
    """A count from a row."""
    return int(str(value))


def instant(value: object) -> datetime:
    """A UTC time from a row, made aware."""
    if not isinstance(value, datetime):
        raise TypeError(f"a time was expected, not {value!r}")
    return value.replace(tzinfo=UTC)


def day(value: object) -> date:
    """A day from a row."""
    if not isinstance(value, date):
        raise TypeError(f"a day was expected, not {value!r}")
    return value


def texts(rows: Sequence[Row]) -> list[str]:
    """The first column of each row."""
    return [str(row[0]) for row in rows]
