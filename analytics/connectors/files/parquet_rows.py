"""Which rows does a Parquet file hold?"""

import glob
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

import duckdb

from analytics.connectors.files.raw_row import FileFault, RawRow
from analytics.rules.activity import FIELDS, REQUIRED
from analytics.rules.field_map import FieldMap
from analytics.rules.moments import from_epoch_us

Ask = Callable[..., Sequence[tuple[object, ...]]]  # of a text, with its values by name
_BATCH = 4096
_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "512MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def read_parquet(path: Path, field_map: FieldMap, *, only: Sequence[int] | None = None) -> Iterator[RawRow]:
    """Rows in file order, streamed; `only` those of these ordinals, which are sorted.

    Raises FileFault for a file that is damaged or lacks a needed column."""
    source = {"file": [glob.escape(str(path))]}
    with duckdb.connect(":memory:", config=_LIMITS) as engine:
        try:
            described = engine.execute("DESCRIBE SELECT * FROM read_parquet($file)", source).fetchall()
            types = {str(name): str(kind) for name, kind, *_ in described}
            names = _needed(types, field_map)
            columns = ", ".join(_expression(name, types[name]) for name in names)
            query = f"SELECT {columns} FROM read_parquet($file, file_row_number = true)"  # noqa: S608  (quoted names)
            if only is not None:
                query += f" WHERE file_row_number + 1 IN ({', '.join(map(str, only))}) ORDER BY file_row_number"
            engine.execute(query, source)
            zoned = [types[name] == "TIMESTAMP WITH TIME ZONE" for name in names]
            lines = count(1) if only is None else iter(only)
            while batch := engine.fetchmany(_BATCH):
                for cells in batch:
                    yield _row(next(lines), names, zoned, cells)
        except duckdb.Error as problem:
            raise FileFault(f"it is not a readable Parquet file ({str(problem).splitlines()[0][:200]})") from problem


def _needed(types: dict[str, str], field_map: FieldMap) -> list[str]:
    """Top-level columns that the map reads, in the file's order."""
    wanted = {column: field for field, column in field_map.needed_columns(FIELDS)}
    found = {column: column if column in types else column.split(".")[0] for column in wanted}
    if missing := [field for column, field in wanted.items() if found[column] not in types and field in REQUIRED]:
        raise FileFault(f"it lacks a column for {', '.join(missing)}; it has: {', '.join(types)[:200]}")
    return [name for name in types if name in found.values()]


def _expression(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"epoch_us({quoted})"
    return f"{quoted}::TIMESTAMP" if kind in {"TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"} else quoted


def _row(line: int, names: list[str], zoned: list[bool], cells: tuple[object, ...]) -> RawRow:
    values = {
        name: _instant(cell) if is_zoned and isinstance(cell, int) else cell
        for name, is_zoned, cell in zip(names, zoned, cells, strict=True)
    }
    return RawRow(line, "", values)


def _instant(value: int) -> datetime | str:
    try:
        return from_epoch_us(value)
    except OverflowError:
        return "infinity"


def columns_of(path: Path, ask: Ask) -> tuple[dict[str, str], int] | None:
    """Columns with DuckDB's name of their type, and the number of rows; None for what is no Parquet file.

    `ask` puts a question to a DuckDB that is open already: to open one takes longer than to answer.
    """
    file = glob.escape(str(path))
    try:
        described = ask("DESCRIBE SELECT * FROM read_parquet($file)", file=file)
        ((counted,),) = ask("SELECT coalesce(sum(num_rows), 0) FROM parquet_file_metadata($file)", file=file)
    except duckdb.Error:
        return None
    return {str(name): str(kind) for name, kind, *_ in described}, int(str(counted))
