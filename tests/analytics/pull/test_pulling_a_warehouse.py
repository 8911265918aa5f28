"""A2, A3: what a customer's warehouse rolled up gives the figures of an import of its events, exactly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from analytics import queries
from analytics.engines.duckdb.measures import measure
from analytics.engines.duckdb.session import file_list
from analytics.models import ActivityImport, ActivitySource, EventFile, ImportedDay
from analytics.rules.activity import ActivityEvent
from analytics.services.recipe import Recipe
from analytics.services.refresh import refresh
from analytics.services.workspace import rollups_dir
from lifecycle.api import BadInput
from tests.analytics.feeds import feed, taken
from tests.analytics.oracle import expected_facts
from tests.analytics.pull.customers import NOW, Customer, pull, row_of
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events

ROLLED = 'day, slot, module, account, "user", events, quantity, first_at, last_at'


def rolled(source: str) -> list[tuple[object, ...]]:
    files = [rollups_dir() / name for name, _ in queries.rollup_files(until=date(2030, 1, 1))]
    with duckdb.connect() as engine:
        text = f"SELECT {ROLLED} FROM read_parquet($files) WHERE source = $source ORDER BY ALL"  # noqa: S608 - ours
        return engine.execute(text, {"files": file_list(files), "source": source}).fetchall()


def days_of(source: str) -> dict[date, tuple[int, object]]:
    found = ImportedDay.objects.filter(source__name=source)
    return {each.date: (each.events, each.last_at) for each in found}


def imported(folder: Path, events: Sequence[ActivityEvent], source: str = "file") -> None:
    rows = [
        (each.occurred_at.isoformat(), each.account, each.user, each.module, each.action, each.quantity, each.event_id)
        for each in events
    ]
    taken(feed(folder / f"{source}.csv", rows), recipe=Recipe(source=source), now=NOW)


@pytest.mark.django_db
def test_every_figure_is_the_oracles(customer: Customer, tmp_path: Path) -> None:
    """Zones, clock changes, ties at one instant, deliveries that came twice; and no event was taken."""
    events = [replace(each, source="lake") for each in some_events(3, 60)]
    customer.add([row_of(each) for each in [*events, *events[:20]]])
    report = pull(customer)
    assert report.is_whole, report.stopped
    assert sum(each.report.repeated for each in report.days) == 20
    files = [rollups_dir() / name for name, _ in queries.rollup_files(until=AS_OF + timedelta(days=2))]
    found = measure(files, module="reactions", as_of=AS_OF, zones=ZONES, scratch=tmp_path)
    assert found == expected_facts(events, module="reactions", as_of=AS_OF, zones=ZONES)
    assert not EventFile.objects.exists()


@pytest.mark.django_db
def test_an_import_of_the_same_events_is_the_same_beside_it(customer: Customer, tmp_path: Path) -> None:
    """Quantities, actions that do not count, rows without an id, and two sources in one day's roll-up."""
    base = NOW - timedelta(days=3)
    events = [
        ActivityEvent(
            occurred_at=base + timedelta(hours=at, microseconds=at),
            account=f"a{at % 3}",
            user=f"u{at % 5}",
            module="files",
            action="bot.ping" if at % 7 == 0 else "",
            quantity=Decimal(at) / 8,
            event_id=f"e{at}" if at % 2 else None,
        )
        for at in range(40)
    ]
    events += [events[2], events[2]]  # equal rows without an id are as many events
    for source in ("file", "lake"):
        ActivitySource.objects.create(name=source, excluded_actions=["bot.*"], created_at=NOW)
    customer.add([row_of(each) for each in events])
    imported(tmp_path, events)
    assert pull(customer).is_whole
    assert len(rolled("lake")) > 10
    assert rolled("lake") == rolled("file")
    assert days_of("lake") == days_of("file"), "what does not count was delivered, too"
    assert refresh(now=NOW) == 0, "nothing is left to be rolled up"


@pytest.mark.django_db
def test_bad_rows_are_counted_there_and_here_by_reason(customer: Customer) -> None:
    good = [(NOW - timedelta(hours=2), "acme", f"u{at}", "files", None, None, None) for at in range(30)]
    at = NOW - timedelta(hours=1)
    bad = [
        (at, None, "u", "files", None, None, None),
        (at, "acme", None, "files", None, None, None),
        (at, "acme", "u", None, None, None, None),
        (at, "acme", "u", "files", None, -1, None),
        (at, "acme", "u", "files", None, Decimal("1e13"), None),
        (at, "acme", "u", "files", None, Decimal("0.0000001"), None),
        (at, " ", "u", "files", None, None, None),
        (at, "acme", "u\x07", "files", None, None, None),
        (at, "acme", "u", "No key", None, None, None),
        (at, "acme", "u", "No key", None, None, None),
    ]
    outside = [(when, "acme", "u", "files", None, None, None) for when in (None, "1999-12-31", NOW + timedelta(days=2))]
    customer.add([*good, *bad, *outside])
    report = pull(customer)
    (day,) = report.days
    assert (report.outside, day.report.rows, day.report.added, day.report.rejected) == (3, 40, 30, 10)
    assert {(one.field, one.reason, one.count) for one in day.report.reasons} >= {
        ("account", "is missing", 2),
        ("user", "holds a control, NUL or replacement character", 1),
        ("module", "is not 1 to 64 lowercase letters, digits, dots, underscores or dashes", 2),
        ("quantity", "is negative", 1),
        ("quantity", "has more than six decimals", 1),
    }
    assert ActivityImport.objects.get().rejected == 10


@pytest.mark.django_db
def test_users_are_hashed_as_an_import_hashes_them(customer: Customer, tmp_path: Path) -> None:
    events = [ActivityEvent(NOW - timedelta(days=1), "acme", f"u{at}", "files", event_id=f"e{at}") for at in range(3)]
    customer.add([row_of(each) for each in events])
    rows = [(each.occurred_at.isoformat(), "acme", each.user, "files") for each in events]
    taken(feed(tmp_path / "f.csv", rows), recipe=Recipe(source="file", hash_users=True), now=NOW)
    pull(customer, hash_users=True)
    assert rolled("lake") == rolled("file")
    assert ActivitySource.objects.get(name="lake").hashes_users
    assert not pull(customer, hash_users=True).days, "nothing changed"


@pytest.mark.django_db
@pytest.mark.parametrize("is_declared", [False, True])
def test_once_hashed_the_next_pull_brings_no_plain_user_back(customer: Customer, *, is_declared: bool) -> None:
    """Of a source that was declared before, or pulled in the open at first."""
    customer.add([row_of(ActivityEvent(NOW - timedelta(days=1), "acme", "u", "files", event_id="e"))])
    if is_declared:
        ActivitySource.objects.create(name="lake", excluded_actions=["bot.*"], created_at=NOW)
    else:
        pull(customer)
    assert pull(customer, hash_users=True).pulled == 1
    hashed = rolled("lake")
    assert not pull(customer).days
    assert rolled("lake") == hashed


@pytest.mark.django_db
def test_a_source_of_imported_events_is_not_pulled_too(customer: Customer, tmp_path: Path) -> None:
    event = ActivityEvent(NOW - timedelta(days=1), "acme", "u", "files", event_id="e")
    customer.add([row_of(event)])
    imported(tmp_path, [event], source="lake")
    with pytest.raises(BadInput, match="as another source"):
        pull(customer)
