"""How does ClickHouse, embedded, run the compiled steps?"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from chdb.session import Session

TYPES = {"text": "String", "day": "Date", "whole": "Int64"}
# What a join does not find is nothing, as everywhere else, and no 0.
SETTINGS = "SETTINGS join_use_nulls = 1, session_timezone = 'UTC', max_threads = 2"


class ClickhouseWarehouse:
    """Tables of one session, in memory."""

    engine = "clickhouse"

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_files(self, table: str, files: Sequence[Path], columns: str) -> None:
        listed = " UNION ALL ".join(f"SELECT {columns} FROM file('{path}', Parquet)" for path in files)  # noqa: S608 - ours
        self.keep(table, listed)

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
        listed = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in columns)
        self._session.query(f'CREATE TABLE "{table}" ({listed}) ENGINE = Memory')
        if values := ", ".join(f"({', '.join(map(_literal, row))})" for row in rows):
            self._session.query(f'INSERT INTO "{table}" VALUES {values}')  # noqa: S608 - names of ours

    def keep(self, step: str, select: str) -> None:
        self._session.query(f'CREATE TABLE "{step}" ENGINE = Memory AS {select} {SETTINGS}')

    def write(self, step: str, target: Path) -> None:
        self._session.query(f"SELECT * FROM \"{step}\" INTO OUTFILE '{target}' FORMAT Parquet")  # noqa: S608 - ours


def _literal(value: object) -> str:
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
