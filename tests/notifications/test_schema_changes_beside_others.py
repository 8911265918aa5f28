"""Does a change of the ledger's schema leave alone who sends meanwhile, and is it run again after a cut? (P1)"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from psycopg.conninfo import conninfo_to_dict

INDEXES, RULES = "0013_fewer_indexes_to_write", "0014_rules_in_fewer_words"
ROUNDS = "0015_remember_how_far_planning_came"
TABLES = ("delivery", "touchpoint", "attempt")
DRAWN = """
SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype <> 'n'
UNION ALL
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid FROM pg_index
WHERE indrelid::regclass::text = ANY(%(tables)s) ORDER BY 1, 2"""
WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
Wrapper = Callable[..., Any]


class CutError(Exception):
    pass


class Cut:
    """Ends a change after so many statements that change anything."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Wrapper, statement: str, *told: Any) -> Any:
        self.left -= not statement.startswith("SET ")
        if self.left < 0:
            raise CutError
        return execute(statement, *told)


class Patience(dict[str, str]):
    """How long each statement would wait for a lock."""

    def __call__(self, execute: Wrapper, statement: str, *told: Any) -> Any:
        self[statement] = told[-1]["connection"].connection.execute("SHOW lock_timeout").fetchone()[0]
        return execute(statement, *told)


class Schema:
    """The owner's way with one database. As `migrate` does it, without building a class for each table."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.url, self.application = environ["DATABASE_OWNER_URL"], environ["DATABASE_URL"]
        self.graph = MigrationLoader(None).graph
        self.before: dict[str, ProjectState] = {}

    def change(self, name: str, *, back: bool = False, patience: str = "0", wrapper: Wrapper | None = None) -> None:
        node, told = ("notifications", name), conninfo_to_dict(self.url)
        found = self.graph.nodes[node]
        if name not in self.before:
            self.before[name] = self.graph.make_state(nodes=node, at_end=False)
        options = connection.settings_dict["OPTIONS"] | {"options": f"-c lock_timeout={patience}"}
        who = {"USER": told["user"], "PASSWORD": told.get("password", ""), "OPTIONS": options}
        owner = connections["owner"] = DatabaseWrapper(connection.settings_dict | who, "owner")
        try:
            with ExitStack() as stack:
                if wrapper is not None:
                    stack.enter_context(owner.execute_wrapper(wrapper))
                editor = stack.enter_context(owner.schema_editor(atomic=found.atomic))
                (found.unapply if back else found.apply)(self.before[name].clone(), editor)
        finally:
            owner.close()
            del connections["owner"]

    def drawn(self) -> list[tuple[str, str, bool]]:
        with psycopg.connect(self.url) as owner:
            return owner.execute(DRAWN, {"tables": [f"notifications_{each}" for each in TABLES]}).fetchall()

    def waits(self) -> bool:
        with psycopg.connect(self.url) as owner:
            return owner.execute(WAITING).fetchone() is not None

    @contextmanager
    def somebody_writes(self) -> Iterator[psycopg.Connection]:
        """As a release does it: contacts first, then what it makes of them."""
        with psycopg.connect(self.application) as writer:
            writer.execute("SET LOCAL lock_timeout = '2s'")
            writer.execute("LOCK TABLE notifications_touchpoint IN ROW EXCLUSIVE MODE")
            yield writer


@pytest.fixture
def schema(live_db: SimpleNamespace) -> Schema:
    return Schema(live_db.environ)


@pytest.mark.parametrize("name", [INDEXES, RULES])
def test_a_release_goes_on_while_a_change_waits_for_its_table(schema: Schema, name: str) -> None:
    for back in (True, False):
        with ThreadPoolExecutor(1) as threads, schema.somebody_writes() as writer:
            changing = threads.submit(schema.change, name, back=back)
            while not (changing.done() or schema.waits()):
                wait([changing], timeout=0.02)
            assert not changing.done(), changing.exception()
            for each in TABLES:
                writer.execute(f"INSERT INTO notifications_{each} SELECT * FROM notifications_{each} WHERE false")  # noqa: S608 - names of our tables
            writer.commit()
            changing.result()


@pytest.mark.parametrize("name", [INDEXES, RULES])
def test_a_change_that_was_cut_after_any_statement_is_run_again(schema: Schema, name: str) -> None:
    after = schema.drawn()
    schema.change(name, back=True)
    before, cuts, ended = schema.drawn(), 0, False
    assert before != after
    while not ended:
        for back, wanted in ((False, after), (True, before)):  # in turns: both ways have the same steps
            try:
                schema.change(name, back=back, wrapper=Cut(cuts))
                ended = True
            except CutError:
                schema.change(name, back=back)
            assert schema.drawn() == wanted, f"cut after {cuts}"
            cuts += 1
    assert cuts > len(TABLES)


def test_an_index_that_was_left_half_built_is_built_anew(schema: Schema) -> None:
    after = schema.drawn()
    schema.change(INDEXES, back=True)
    with schema.somebody_writes(), pytest.raises(OperationalError, match="lock timeout"):
        schema.change(INDEXES, patience="50ms")
    assert not all(valid for _, _, valid in schema.drawn())
    schema.change(INDEXES)
    assert schema.drawn() == after


def test_a_change_of_rules_keeps_nobody_waiting_for_longer_than_four_seconds(schema: Schema) -> None:
    patience = Patience()
    schema.change(RULES, back=True, wrapper=patience)
    schema.change(RULES, wrapper=patience)
    taken = {statement: told for statement, told in patience.items() if statement.startswith("ALTER TABLE")}
    assert len(taken) >= 2 * len(TABLES)
    assert set(taken.values()) == {"4s"}


def test_a_new_table_keeps_nobody_who_changes_a_plan_waiting_for_longer(schema: Schema) -> None:
    """It names plans, so its rule is drawn at their table, too."""
    patience = Patience()
    schema.change(ROUNDS, back=True, wrapper=patience)
    schema.change(ROUNDS, wrapper=patience)
    taken = {statement: told for statement, told in patience.items() if "TABLE" in statement}
    assert {statement.split()[0] for statement in taken} == {"DROP", "CREATE", "ALTER"}
    assert set(taken.values()) == {"4s"}
