"""How do figures become a pandas frame? DuckDB makes it, so that pandas is imported only when a frame is made."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pandas import DataFrame

Columns = Mapping[str, tuple[str, Sequence[object]]]


def frame(columns: Columns, *, instants: Sequence[str] = ()) -> "DataFrame":
    """Columns by name: SQL type and values, all of one length. `instants` are UTC and become aware."""
    listed = ", ".join(f'unnest(${name}::{kind}[]) AS "{name}"' for name, (kind, _) in columns.items())
    with duckdb.connect(":memory:") as engine:
        made = engine.execute(f"SELECT {listed}", {name: list(values) for name, (_, values) in columns.items()}).df()
    for name in (name for name, (kind, _) in columns.items() if kind == "BIGINT"):
        made[name] = made[name].astype("Int64")
    for name in instants:
        made[name] = made[name].dt.tz_localize("UTC")
    return made
