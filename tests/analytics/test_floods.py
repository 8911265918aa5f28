"""A2, A3: who floods is found as the definition says, and left out of persons while its events stay counted."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.engines.duckdb.floods import find_floods, people_of
from analytics.engines.duckdb.measures import measure
from analytics.rules.activity import ActivityEvent
from analytics.rules.floods import FEWEST, TIMES, Flagged, Flood, percentile, without_floods
from tests.analytics.engines import rolled_up
from tests.analytics.oracle import expected_facts
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events

MODULE = "reactions"


def days_of(account: str, user: str, counts: Sequence[int]) -> list[ActivityEvent]:
    """So many events on each day before AS_OF, the newest first."""
    noon = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    return [
        ActivityEvent(noon - timedelta(days=back), account, user, MODULE, event_id=f"{account}/{user}/{back}/{at}")
        for back, count in enumerate(counts)
        for at in range(count)
    ]


def found_in(folder: Path, events: Sequence[ActivityEvent], flagged: Sequence[Flagged] = ()) -> list[Flood]:
    files = rolled_up(folder, events)
    scratch = folder / "spill"
    scratch.mkdir()
    return list(find_floods(files, module=MODULE, as_of=AS_OF, flagged=flagged, scratch=scratch))


def expected_floods(counts: dict[str, list[int]]) -> set[str]:
    """The definition, word by word, over one account's events per user and day."""
    ranked = sorted(counts, key=lambda user: (-max(counts[user]), user))
    flooding: set[str] = set()
    for many in range(1, min(5, len(ranked) - 1) + 1):
        rest = [events for user in ranked[many:] for events in counts[user] if events]
        if len(rest) >= FEWEST and max(counts[ranked[many - 1]]) > TIMES * percentile(rest):
            flooding = set(ranked[:many])
    return flooding


def test_a_user_above_fifty_times_the_99th_percentile_floods_and_one_at_it_does_not(tmp_path: Path) -> None:
    quiet = [event for user in ("u1", "u2") for event in days_of("acme", user, [2] * 20)]
    assert found_in(tmp_path / "at", [*quiet, *days_of("acme", "bot", [0, 100])]) == []
    assert found_in(tmp_path / "above", [*quiet, *days_of("acme", "bot", [0, 101])]) == [
        Flood("acme", "bot", 101, AS_OF - timedelta(days=1), 2)
    ]


def test_two_that_flood_do_not_hide_each_other_and_a_known_one_hides_nobody(tmp_path: Path) -> None:
    quiet = days_of("acme", "u1", [1] * 20)
    floods = [*days_of("acme", "bot-a", [60] * 30), *days_of("acme", "bot-b", [70] * 30)]
    assert [each.user for each in found_in(tmp_path / "both", [*quiet, *floods])] == ["bot-b", "bot-a"]
    known = [Flagged("acme", "bot-b", is_open=False)]
    assert [each.user for each in found_in(tmp_path / "one", [*quiet, *floods], known)] == ["bot-a"]


def test_a_lone_user_is_compared_with_its_own_earlier_days(tmp_path: Path) -> None:
    calm = [1] * 28 + [2] * 30
    assert found_in(tmp_path / "calm", days_of("acme", "u1", calm)) == []
    assert [each.user for each in found_in(tmp_path / "wild", days_of("acme", "u1", [101, *calm[1:]]))] == ["u1"]
    assert found_in(tmp_path / "new", days_of("acme", "u1", [300, 1, 1])) == []
    assert find_floods([], module=MODULE, as_of=AS_OF, flagged=(), scratch=tmp_path) == ()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_floods_are_those_of_the_definition(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    people = {
        f"u{number}": [chance.choice([0, 1, 1, chance.choice([1, 2, 70, 150])]) for _ in range(12)]
        for number in range(chance.randint(2, 6))
    }
    known = {user: counts for user, counts in people.items() if any(counts)}
    events = [event for user, counts in known.items() for event in days_of("acme", user, counts)]
    found = found_in(tmp_path_factory.mktemp("floods"), events)
    if len(known) > 1:
        assert {each.user for each in found} == expected_floods(known)


def test_persons_are_counted_without_who_floods_and_events_with_them(tmp_path: Path) -> None:
    """Against the independent count: figures of persons from the events of persons, all others from all events."""
    events = some_events(11, 400)
    events += [replace(each, source="zeta", event_id=f"{each.event_id} again") for each in events]
    flagged = [Flagged("berlin", "u0", is_open=True), Flagged("apia", "u1", is_open=False)]
    flagged.append(Flagged("stranger", "u0", is_open=False))
    files, zones = rolled_up(tmp_path, events), {**ZONES, "stranger": UTC}
    own = {each.account: zones[each.account] for each in flagged}
    people = people_of(files, module=MODULE, as_of=AS_OF, flagged=flagged, zones=own, scratch=tmp_path)
    counted = measure(files, module=MODULE, as_of=AS_OF, zones=ZONES, scratch=tmp_path)
    found = without_floods(counted, people, as_of=AS_OF)
    left_out = {(each.account, each.user) for each in flagged}
    kept = [each for each in events if (each.account, each.user) not in left_out]
    whole, persons = (expected_facts(each, module=MODULE, as_of=AS_OF, zones=ZONES) for each in (events, kept))
    assert (found.users, found.accounts) == (persons.users, persons.accounts)
    assert [replace(day, events=0) for day in found.daily] == [replace(day, events=0) for day in persons.daily]
    assert [day.events for day in found.daily] == [day.events for day in whole.daily]
    for key in own:
        here, alone, everything = found.by_account[key], persons.by_account[key], whole.by_account[key]
        assert (here.users_28, here.users_28_before, here.users_90, here.use_days, here.weekly_users) == (
            *(alone.users_28, alone.users_28_before, alone.users_90, alone.use_days, alone.weekly_users),
        )
        assert (here.last_at, here.last_user, here.last_source) == (
            *(alone.last_at, alone.last_user, alone.last_source),
        )
        assert (here.events_90, here.events_all_90, here.rank) == (
            *(everything.events_90, everything.events_all_90, everything.rank),
        )
    assert found.by_account["honolulu"] == counted.by_account["honolulu"]
    assert (found.by_account["berlin"].flood_date is None, found.by_account["apia"].flood_date) == (False, None)


def test_without_files_or_floods_nothing_changes(tmp_path: Path) -> None:
    nobody = Flagged("acme", "ghost", is_open=True)
    files = rolled_up(tmp_path, days_of("corner", "u1", [1]))
    for some, flagged in (([], [nobody]), (files, []), (files, [nobody])):
        assert people_of(some, module=MODULE, as_of=AS_OF, flagged=flagged, zones={}, scratch=tmp_path) == {}
    counted = measure(files, module=MODULE, as_of=date(2026, 4, 10), zones={}, scratch=tmp_path)
    assert without_floods(counted, {}, as_of=AS_OF) is counted
