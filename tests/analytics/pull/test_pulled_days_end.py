"""A2, S2: days of a warehouse end when roll-ups do, also beside imported events that are kept for ever."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from analytics import queries
from analytics.engines.duckdb.session import file_list
from analytics.models import PulledDay, RollupPartition
from analytics.rules.activity import ActivityEvent
from analytics.services.compact import compact
from analytics.services.days_behind import days_behind
from analytics.services.refresh import refresh
from analytics.services.workspace import rollups_dir
from lifecycle.models import AuditEvent
from tests.analytics.feeds import feed, taken
from tests.analytics.pull.customers import NOW, Customer, pull, row_of

pytestmark = pytest.mark.django_db
BOTH, SAME_MONTH, OTHER_MONTH, LATE = date(2024, 5, 1), date(2024, 5, 2), date(2024, 6, 1), date(2026, 4, 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def rolled_up(customer: Customer, tmp_path: Path) -> None:
    """`file` has raw events of a day of which the warehouse has some, too."""
    rows = [(noon(day).isoformat(), "acme", "imported", "files") for day in (BOTH, LATE)]
    taken(feed(tmp_path / "file.csv", rows), now=NOW)
    days = (BOTH, SAME_MONTH, OTHER_MONTH, LATE)
    customer.add([row_of(ActivityEvent(noon(day), "acme", "pulled", "files", event_id=str(day))) for day in days])
    assert pull(customer).pulled == 4


def users() -> list[tuple[date, str]]:
    """Of all rows in the files that readers see, whatever days the manifest names."""
    files = [rollups_dir() / name for name, _ in queries.rollup_files(until=date(2030, 1, 1))]
    with duckdb.connect() as engine:
        text = 'SELECT day, "user" FROM read_parquet($files) ORDER BY ALL'
        return engine.execute(text, {"files": file_list(files)}).fetchall()


@pytest.mark.usefixtures("rolled_up")
def test_their_users_go_and_events_that_are_kept_count_as_before() -> None:
    assert compact(now=NOW, roll_up_days=400).forgotten == 2
    assert users() == [(BOTH, "imported"), (LATE, "imported"), (LATE, "pulled")]
    assert [each.date for each in PulledDay.objects.filter(replaced_at=None)] == [LATE]
    assert set(RollupPartition.objects.values_list("date", flat=True)) == {BOTH, LATE}
    assert not days_behind(until=NOW.date())
    assert refresh(now=NOW) == 0
    assert AuditEvent.objects.filter(action="analytics.rollups.dropped").count() == 1
    assert compact(now=NOW, roll_up_days=400).forgotten == 0


@pytest.mark.usefixtures("rolled_up")
def test_a_month_of_which_some_raw_events_ended_waits_for_the_rest() -> None:
    """Its roll-up could not be made again."""
    since = (NOW.date() - SAME_MONTH).days
    assert compact(now=NOW, raw_days=since, roll_up_days=400).dropped == 1
    assert users()[:3] == [(BOTH, "imported"), (BOTH, "pulled"), (SAME_MONTH, "pulled")]
    assert not PulledDay.objects.filter(replaced_at=None, date=OTHER_MONTH).exists()
    assert compact(now=NOW, raw_days=1, roll_up_days=400).dropped == 1
    assert users() == [(LATE, "imported"), (LATE, "pulled")]
    assert refresh(now=NOW) == 0


@pytest.mark.usefixtures("rolled_up")
def test_nothing_ends_that_is_to_be_kept_for_ever() -> None:
    before = users()
    assert compact(now=NOW).forgotten == 0
    assert users() == before
