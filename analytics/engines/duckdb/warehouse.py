"""How does DuckDB run the compiled steps? The product's own SQL is faster; these are what other engines are held to."""

from collections.abc import Iterable, Sequence

from analytics.engines.duckdb.session import Row, Session

TYPES = {"text": "VARCHAR", "day": "DATE", "whole": "BIGINT"}


class DuckdbWarehouse:
    """Tables of one session. `rollup` and `events` are given as queries of ours."""

    engine = "duckdb"

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
        listed = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        names = ", ".join(f'unnest(${name}::{TYPES[kind]}[]) AS "{name}"' for name, kind in columns)
        values = {name: values for (name, _), values in zip(columns, listed, strict=True)}
        self._session.ask(f'CREATE TEMP TABLE "{table}" AS SELECT {names}', **values)

    def keep(self, step: str, select: str) -> None:
        self._session.ask(f'CREATE TEMP TABLE "{step}" AS {select}')

    def rows(self, select: str) -> list[Row]:
        return self._session.ask(select)
