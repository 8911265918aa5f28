"""Which compiled steps make which figures, and on what may they be run?"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

ENGINES = Path(__file__).resolve().parents[1]
DIALECTS = {  # by folder; Databricks takes Spark's
    "bigquery": "bigquery",
    "clickhouse": "clickhouse",
    "duckdb": "duckdb",
    "postgres": "postgres",
    "snowflake": "snowflake",
    "spark": "pyspark",
    "trino": "trino",
}
REPORT = (
    "dated",
    "used",
    "user_gaps",
    "account_gaps",
    "changes",
    "running",
    "series",
    "sources",
    "recent",
    "people",
    "windows",
    "ever",
    "bounds",
    "last_users",
    "accounts",
    "totals",
)
AROUND = ("co_use", "met", "adoption")
OF_EVENTS = ("callers", "roll_up")
PULLING = ("days", "actions", "judged", "taken", "tally", "clashes")  # of events that stay where they are
READ_AGAIN = {"dated", "used", "changes", "recent", "windows", "ever", "met"}  # by more than one later step
RESULTS = ("series", "sources", "accounts", "totals", "co_use", "adoption", "callers", "roll_up")


class Warehouse(Protocol):
    """What can run the compiled steps: a session of an engine that holds the inputs, or is given them."""

    @property
    def engine(self) -> str:
        """The folder of its SQL below `analytics/engines`."""

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
        """Make a temporary table; kinds of columns are `text`, `day` and `whole`."""

    def keep(self, step: str, select: str) -> None:
        """Make a temporary table, or what is read like one, under the step's name."""


@cache
def text_of(engine: str, step: str) -> str:
    return (ENGINES / engine / "compiled" / f"{step}.sql").read_text(encoding="utf-8")


def run_steps(warehouse: Warehouse, steps: Sequence[str] = REPORT) -> None:
    """In their order; each reads those before it and the inputs."""
    for step in steps:
        warehouse.keep(step, text_of(warehouse.engine, step))
