"""A2, A3: the SQL for every engine is what the definitions say, and what it counts is what the product counts."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb

from analytics.engines.duckdb.callers import caller_of, measure_callers
from analytics.engines.duckdb.co_use import measure_co_use
from analytics.engines.duckdb.compiled_report import write_report
from analytics.engines.duckdb.report import TABLES, write_shard
from analytics.engines.duckdb.report_reading import read_module
from analytics.engines.duckdb.rollup import Exclusion
from analytics.engines.duckdb.session import Row, file_list, open_session, whole
from analytics.engines.duckdb.warehouse import DuckdbWarehouse
from analytics.engines.portable.inputs import Asked, Replaced, load_inputs
from analytics.engines.portable.measures import (
    AROUND,
    DIALECTS,
    ENGINES,
    OF_EVENTS,
    PULLING,
    REPORT,
    RESULTS,
    run_steps,
)
from analytics.rules.activity import ActivityEvent
from analytics.rules.co_use import Moved
from analytics.rules.floods import Flagged
from tests.analytics.engines import filed, rolled_up
from tests.analytics.oracle import expected_facts
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("reactions", "files", "search")
FIRST = AS_OF - timedelta(days=900)
_ROLLED = 'SELECT day, slot, module, account, "user", source, events, first_at, last_at'


def test_the_checked_in_sql_is_what_the_definitions_say() -> None:
    """One engine here, as compiling takes its time; `make check` compiles, and parses, for all of them."""
    words = [sys.executable, "-m", "analytics.engines.definitions.compiling", "--check", "duckdb"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_engine_has_every_step() -> None:
    folders = sorted(ENGINES.glob("*/compiled"))
    assert [folder.parent.name for folder in folders] == sorted(DIALECTS)
    for folder in folders:
        assert {path.stem for path in folder.glob("*.sql")} == {*REPORT, *AROUND, *OF_EVENTS, *PULLING}
    assert set(RESULTS) < {*REPORT, *AROUND, *OF_EVENTS}


def test_the_compiled_report_is_the_products_and_the_oracles(tmp_path: Path) -> None:
    """Zones, clock changes, ties at one instant told by two sources, and accounts that fell silent long ago."""
    some = some_events(1, 200)
    events = [*some, *(replace(each, source="zeta", event_id=f"{each.event_id}z") for each in some)]
    files = rolled_up(tmp_path, events)
    own, other = tmp_path / "own" / "0", tmp_path / "other" / "0"
    own.mkdir(parents=True)
    other.mkdir(parents=True)
    write_shard(files, as_of=AS_OF, zones=ZONES, target=own, scratch=tmp_path)
    with open_session(tmp_path) as session:
        session.ask(f"CREATE TEMP VIEW rollup AS FROM read_parquet({file_list(files)})")
        warehouse = DuckdbWarehouse(session)
        load_inputs(warehouse, as_of=AS_OF, first=FIRST, zones=ZONES)
        run_steps(warehouse)
        write_report(session, {name: name for name in TABLES}, other)
    for name in TABLES:
        assert _rows(own / f"{name}.parquet") == _rows(other / f"{name}.parquet"), name
    for module in MODULES:
        found = read_module(other.parent, files, module=module, as_of=AS_OF, zones=ZONES, scratch=tmp_path)
        assert found == expected_facts(events, module=module, as_of=AS_OF, zones=ZONES), module


BOTS = [Exclusion("feed", "bot.*")]
FLOODING = [Flagged("berlin", "u0", is_open=True)]
SINCE = AS_OF - timedelta(days=60)


def around_events() -> list[ActivityEvent]:
    actions, clients = ("bot.ping", "add", "bot.pong", "add"), ("ios/4", None, "cli@1.0")
    return [
        replace(each, source="feed", action=actions[at % 4], client=clients[at % 3], integration=clients[at % 2])
        for at, each in enumerate(some_events(2, 300))
    ]


def around(files: Sequence[Path], rolled: Sequence[Path], scratch: Path) -> dict[str, list[Row]]:
    asked = Asked(
        modules=["reactions"],
        flagged=FLOODING,
        replaced=[Replaced("reactions", "files", SINCE)],
        left_out=[("feed", "bot.ping"), ("feed", "bot.pong")],
    )
    with open_session(scratch) as session:
        session.ask(f"CREATE TEMP VIEW rollup AS FROM read_parquet({file_list(rolled)})")
        session.ask(f"CREATE TEMP VIEW events AS FROM read_parquet({file_list(files)})")
        warehouse = DuckdbWarehouse(session)
        load_inputs(warehouse, as_of=AS_OF, first=FIRST, zones={}, asked=asked)
        run_steps(warehouse, ("dated", *AROUND, *OF_EVENTS))
        return {
            "rolled": warehouse.rows(f"{_ROLLED} FROM dated ORDER BY ALL"),
            "roll_up": warehouse.rows(f"{_ROLLED} FROM roll_up ORDER BY ALL"),
            "co_use": warehouse.rows("SELECT module, users, accounts FROM co_use"),
            "adoption": warehouse.rows("SELECT kind, before, after, gone, still FROM adoption"),
            "callers": warehouse.rows(
                "SELECT integration, client, events, users, accounts, first_at, last_at FROM callers"
            ),
        }


def test_what_the_compiled_steps_tell_around_a_module_is_what_the_product_tells(tmp_path: Path) -> None:
    """Co-use, adoption, callers and the roll-up itself; somebody floods, and some actions do not count."""
    files, _ = filed(tmp_path / "events", around_events())
    rolled = rolled_up(tmp_path, around_events(), exclusions=BOTS)
    told = around(files, rolled, tmp_path)
    assert told["roll_up"] == told["rolled"]
    found = measure_co_use(
        rolled, module="reactions", as_of=AS_OF, flagged=FLOODING, replacement=("files", SINCE), scratch=tmp_path
    )
    counts = {str(name): (users, accounts) for name, users, accounts in told["co_use"]}
    assert counts.pop("reactions") == (found.users, found.accounts)
    assert counts == {each.module: (each.users, each.accounts) for each in found.companions}
    assert found.adoption
    moved = {kind: Moved(*map(whole, counted)) for kind, *counted in told["adoption"]}
    assert moved == {"users": found.adoption.users, "accounts": found.adoption.accounts}
    callers = measure_callers(
        files, module="reactions", as_of=AS_OF, days=90, exclusions=BOTS, flagged=FLOODING, scratch=tmp_path
    )
    assert {caller_of(row) for row in told["callers"]} == set(callers.rows)


def _rows(path: Path) -> list[Row]:
    """A module without use in reach of the series is no row of the compiled ones, and only zeros of the product's."""
    found = duckdb.execute("FROM read_parquet($path) ORDER BY ALL", {"path": str(path)}).fetchall()
    return [row for row in found if path.stem != "series" or any(row[2:])]
