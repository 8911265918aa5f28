"""A2, A3: every figure of the engine equals an independent count, over zones, clock changes, ties and quiet days."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.engines.duckdb.measures import measure
from analytics.engines.duckdb.rollup import Exclusion
from analytics.engines.duckdb.session import day, instant
from analytics.rules.activity import ActivityEvent
from analytics.rules.measures import ModuleFacts
from tests.analytics.engines import rolled_up
from tests.analytics.oracle import expected_facts

AS_OF = date(2026, 4, 10)
ZONES = {
    "apia": ZoneInfo("Pacific/Apia"),
    "berlin": ZoneInfo("Europe/Berlin"),
    "honolulu": ZoneInfo("Pacific/Honolulu"),
    "kathmandu": ZoneInfo("Asia/Kathmandu"),
    "lord-howe": ZoneInfo("Australia/Lord_Howe"),
    "quiet": ZoneInfo("Asia/Tokyo"),
}
ACCOUNTS = [*sorted(set(ZONES) - {"quiet"}), "stranger"]


def some_events(seed: int, number: int) -> list[ActivityEvent]:
    """Skewed over accounts, users, modules and days, many of them beside a day's end; some at the same instant."""
    chance = random.Random(seed)
    found = []
    for at in range(number):
        day = AS_OF + timedelta(days=2) - timedelta(days=int(chance.expovariate(1 / 80)))
        hour = chance.choice([0, 0, 2, 5, 9, 10, 11, 13, 18, 22, 23, 23])
        minute = chance.choice([0, 0, 15, 29, 30, 44, 45, 59])
        found.append(
            ActivityEvent(
                occurred_at=datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC),
                account=chance.choice(ACCOUNTS),
                user=f"u{int(chance.expovariate(0.4))}",
                module=chance.choice(["reactions", "reactions", "files", "search"]),
                source=chance.choice(["feed", "app"]),
                event_id=f"e{at}",
            )
        )
    return found


def measured(
    folder: Path, events: Sequence[ActivityEvent], module: str = "reactions", as_of: date = AS_OF
) -> ModuleFacts:
    scratch = folder / "spill"
    scratch.mkdir(exist_ok=True)
    return measure(rolled_up(folder, events), module=module, as_of=as_of, zones=ZONES, scratch=scratch)


@pytest.mark.parametrize(("seed", "module"), [(1, "reactions"), (2, "reactions"), (3, "files")])
def test_every_figure_equals_the_oracle(tmp_path: Path, seed: int, module: str) -> None:
    events = some_events(seed, 250)
    found = measured(tmp_path, events, module=module)
    assert found == expected_facts(events, module=module, as_of=AS_OF, zones=ZONES)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(10, 10_000), number=st.integers(1, 40), back=st.integers(0, 200))
def test_few_events_and_any_day_equal_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, seed: int, number: int, back: int
) -> None:
    events, as_of = some_events(seed, number), AS_OF - timedelta(days=back)
    found = measured(tmp_path_factory.mktemp("engine"), events, as_of=as_of)
    assert found == expected_facts(events, module="reactions", as_of=as_of, zones=ZONES)


def test_excluded_actions_are_as_if_they_had_not_been(tmp_path: Path) -> None:
    actions = ("bot.ping", "add", "bot.pong")
    events = [replace(each, action=actions[at % 3], source="feed") for at, each in enumerate(some_events(7, 90))]
    files = rolled_up(tmp_path, events, exclusions=[Exclusion("feed", "bot.*"), Exclusion("app", "add")])
    found = measure(files, module="reactions", as_of=AS_OF, zones=ZONES, scratch=tmp_path)
    kept = [each for each in events if each.action == "add"]
    assert found == expected_facts(kept, module="reactions", as_of=AS_OF, zones=ZONES)


def test_without_a_file_nothing_is_counted(tmp_path: Path) -> None:
    assert measure([], module="reactions", as_of=AS_OF, zones=ZONES, scratch=tmp_path) == ModuleFacts()


def test_a_row_of_another_type_is_an_error_and_no_figure() -> None:
    with pytest.raises(TypeError, match="a day was expected"):
        day("2026-04-10")
    with pytest.raises(TypeError, match="a time was expected"):
        instant(None)
