"""A2: the same figures where a customer's warehouse is a PostgreSQL: the compiled steps there and in DuckDB agree."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from analytics.engines.duckdb.session import file_list, open_session
from analytics.engines.duckdb.warehouse import DuckdbWarehouse
from analytics.engines.portable.inputs import Asked, Replaced, load_inputs
from analytics.engines.portable.measures import AROUND, OF_EVENTS, REPORT, RESULTS, Warehouse, run_steps
from analytics.rules.floods import Flagged
from tests.analytics.engines import filed, rolled_up
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events

_TYPES = {"text": "text", "day": "date", "whole": "bigint", "moment": "timestamp", "exact": "numeric"}
_WHO = [("module", "text"), ("account", "text"), ("user", "text"), ("source", "text")]
_ROLLUP = [
    *(("day", "day"), ("slot", "whole"), *_WHO, ("events", "whole"), ("quantity", "exact")),
    *(("first_at", "moment"), ("last_at", "moment")),
]
_EVENTS = [
    *(("occurred_at", "moment"), *_WHO, ("action", "text"), ("quantity", "exact")),
    *(("client", "text"), ("integration", "text")),
]


class PostgresWarehouse:
    """The connection of a test, in its transaction."""

    engine = "postgres"

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
        listed = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in columns)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMP TABLE "{table}" ({listed}) ON COMMIT DROP')
            told = [[None if each is None else str(each) for each in row] for row in rows]
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', told)  # noqa: S608 - names of ours

    def keep(self, step: str, select: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMP TABLE "{step}" ON COMMIT DROP AS {select}'.replace("%", "%%"))

    def rows(self, select: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(select)
            return [tuple(row) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_every_compiled_measure_counts_the_same_on_postgres_and_duckdb(tmp_path: Path) -> None:
    """Empty names, ties, clock changes, days before any history, and an account that is in no zone's table."""
    clients = ("ios/4", None, "")
    events = [replace(each, source="feed", client=clients[at % 3]) for at, each in enumerate(some_events(5, 150))]
    files, _ = filed(tmp_path / "events", events)
    rolled = rolled_up(tmp_path, events)
    asked = Asked(
        modules=["reactions", "files"],
        flagged=[Flagged("berlin", "u0", is_open=True)],
        replaced=[Replaced("reactions", "files", AS_OF - timedelta(days=20))],
        left_out=[("feed", "bot.ping")],
    )
    other = PostgresWarehouse()
    with open_session(tmp_path) as session:
        own = DuckdbWarehouse(session)
        for table, columns, paths in (("rollup", _ROLLUP, rolled), ("events", _EVENTS, files)):
            named = ", ".join(f'"{name}"' for name, _ in columns)
            session.ask(f'CREATE TEMP VIEW "{table}" AS SELECT {named} FROM read_parquet({file_list(paths)})')  # noqa: S608 - names of ours
            other.load(table, columns, session.ask(f'FROM "{table}"'))
        for warehouse in (own, other):
            _run(warehouse, asked)
        for result in RESULTS:
            counted, expected = other.rows(f'SELECT * FROM "{result}"'), own.rows(f'FROM "{result}"')  # noqa: S608 - ours
            assert sorted(map(repr, map(_plain, counted))) == sorted(map(repr, map(_plain, expected))), result


def _run(warehouse: Warehouse, asked: Asked) -> None:
    load_inputs(warehouse, as_of=AS_OF, first=AS_OF - timedelta(days=900), zones=ZONES, asked=asked)
    run_steps(warehouse, (*REPORT, *AROUND, *OF_EVENTS))


def _plain(row: Sequence[object]) -> tuple[object, ...]:
    """One engine adds whole numbers up to decimals, another knows whole numbers without end."""
    return tuple(int(str(each).partition(".")[0]) if type(each).__name__ == "Decimal" else each for each in row)
