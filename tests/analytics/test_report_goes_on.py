"""A2, A3: a report that goes on from earlier ones equals one that counted everything, bit for bit, for any late row."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.engines.duckdb.report import write_shard
from analytics.engines.duckdb.report_onward import Earlier, NewDays, were_seen, write_onward
from analytics.engines.duckdb.report_reading import Beside, read_module
from analytics.rules.activity import ActivityEvent
from analytics.rules.report_basis import HeldRows, ReportBasis, plan_onward
from analytics.rules.report_settled import plan_settled
from tests.analytics.engines import rolled_up
from tests.analytics.oracle import expected_facts
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events
from tests.analytics.test_report_of_all_modules import MODULES

NAMES = {account: str(zone) for account, zone in ZONES.items()}


@dataclass(frozen=True, slots=True)
class Made:
    folder: Path
    basis: ReportBasis
    beside: Beside | None = None


def basis_of(events: Sequence[ActivityEvent], as_of: date) -> ReportBasis:
    held = Counter(each.occurred_at.date() for each in events)
    return ReportBasis(
        as_of, {day: HeldRows(str(n), n) for day, n in held.items() if day <= as_of + timedelta(days=1)}, NAMES
    )


def counted_anew(folder: Path, files: Sequence[Path], events: Sequence[ActivityEvent], as_of: date) -> Made:
    (target := folder / "0").mkdir(parents=True)
    write_shard(files, as_of=as_of, zones=ZONES, target=target, scratch=target)
    return Made(folder, basis_of(events, as_of))


def gone_on(
    folder: Path, files: Sequence[Path], events: Sequence[ActivityEvent], as_of: date, *, before: Made, base: Made
) -> Made:
    wanted = basis_of(events, as_of)
    plan = plan_onward(wanted, before=before.basis, base=base.basis, share=1)
    assert plan is not None
    (target := folder / "0").mkdir(parents=True)
    write_onward(
        files,
        new=NewDays(as_of, plan.first, plan.fresh, plan_settled(wanted, before=before.basis, base=base.basis)),
        zones=ZONES,
        earlier=Earlier(before.folder, base.folder),
        target=target,
        scratch=target,
    )
    return Made(folder, wanted, Beside(base.folder, plan.fresh))


def rows_of(made: Made, table: str) -> list[tuple[object, ...]]:
    keys = {"series": "module, day", "totals": "account", "sources": "module, source"}[table]
    figures = {"series": ", sum(COLUMNS(* EXCLUDE (module, day)))", "totals": ", any_value(COLUMNS(* EXCLUDE account))"}
    query = f"SELECT {keys}{figures.get(table, '')} FROM read_parquet($path) GROUP BY {keys} ORDER BY ALL"  # noqa: S608 - names of ours
    return duckdb.execute(query, {"path": f"{made.folder}/*/{table}.parquet"}).fetchall()


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000), number=st.integers(2, 60), known=st.integers(0, 60), steps=st.sampled_from([0, 1, 9])
)
def test_it_equals_one_that_counted_everything(
    tmp_path_factory: pytest.TempPathFactory, seed: int, number: int, known: int, steps: int
) -> None:
    """What came late is of any day; the last step brings nothing new. Two sources tell each use at once."""
    folder = tmp_path_factory.mktemp("onward")
    events = some_events(seed, number)
    random.Random(seed).shuffle(events)
    first_day = AS_OF - timedelta(days=steps)
    early, later = events[: known + 1], events[: (known + number) // 2 + 1]
    base = counted_anew(folder / "base", rolled_up(folder / "1", early), early, first_day)
    files = rolled_up(folder / "2", later)
    then = gone_on(folder / "then", files, later, first_day, before=base, base=base)
    files = rolled_up(folder / "3", events)
    now = gone_on(folder / "now", files, events, AS_OF, before=then, base=base)
    again = gone_on(folder / "again", files, events, AS_OF, before=now, base=base)
    anew = counted_anew(folder / "anew", files, events, AS_OF)
    for table in ("series", "totals", "sources"):
        assert rows_of(now, table) == rows_of(anew, table) == rows_of(again, table), table
    for module in MODULES:
        told = expected_facts(events, module=module, as_of=AS_OF, zones=ZONES)
        found = read_module(
            now.folder, files, module=module, as_of=AS_OF, zones=ZONES, scratch=folder, beside=now.beside
        )
        assert found == told, module
    assert were_seen(base.folder, ["nobody", early[0].account], scratch=folder)
    assert not were_seen(base.folder, ["nobody"], scratch=folder)


def test_a_night_that_brings_one_day_equals_it_too(tmp_path: Path) -> None:
    """Only the last day is counted: users at the ends of windows, seen twice a day, and a module not used on it."""
    events = [each for each in some_events(5, 40) if each.occurred_at.date() < AS_OF and each.module != "search"]
    one = events[0]
    noon = one.occurred_at.replace(year=AS_OF.year, month=AS_OF.month, day=AS_OF.day, hour=12)
    for back in (0, 6, 7, 27, 28, 89, 90):
        seen = replace(one, module="files", user=f"seen-{back}", occurred_at=noon - timedelta(days=back))
        events.append(replace(seen, event_id=f"{back}"))
        events.append(replace(seen, event_id=f"{back}-again", occurred_at=seen.occurred_at - timedelta(hours=1)))
    events.append(replace(one, occurred_at=noon - timedelta(days=3), module="search", event_id="search"))
    events.append(replace(one, occurred_at=noon, module="new", event_id="new"))
    early = [each for each in events if each.occurred_at.date() < AS_OF]
    base = counted_anew(tmp_path / "base", rolled_up(tmp_path / "1", early), early, AS_OF - timedelta(days=1))
    plan = plan_onward(basis_of(events, AS_OF), before=base.basis, base=base.basis, share=1)
    assert plan is not None
    assert plan.first == AS_OF
    files = rolled_up(tmp_path / "2", events)
    now = gone_on(tmp_path / "now", files, events, AS_OF, before=base, base=base)
    anew = counted_anew(tmp_path / "anew", files, events, AS_OF)
    for table in ("series", "totals", "sources"):
        assert rows_of(now, table) == rows_of(anew, table), table
