"""A2, P14: roll-ups heal by themselves, one at a time, and what a crash left is cleared away."""

import os
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from analytics.api import ActivityEvent, import_events, refresh
from analytics.models import ActivityImport, ActivitySource, ImportedDay, RollupPartition, UsageSnapshot
from analytics.services.workspace import activity_dir, events_dir, rollups_dir
from tests.analytics.feeds import FEED
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _five_days() -> None:
    events = [ActivityEvent(NOON - timedelta(days=back), "acme", "u1", "reports") for back in range(5)]
    import_events(events=events, source="app", name="five", sha256="5" * 64, actor=FEED, now=NOON)


def test_refresh_rewrites_only_days_whose_roll_up_is_gone_or_damaged() -> None:
    assert refresh(now=NOON) == 0
    RollupPartition.objects.filter(date=NOON.date()).delete()
    damaged = RollupPartition.objects.filter(rows__gt=0).first()
    assert damaged is not None
    (rollups_dir() / damaged.path).write_bytes(b"cut")
    assert refresh(now=NOON) == 5  # the days of February share the damaged file
    assert refresh(now=NOON) == 0


def test_refresh_clears_what_no_manifest_names_once_nobody_can_be_reading_it() -> None:
    left = [activity_dir() / name / "left" for name in ("scratch", "spill")]
    files = [folder / "left.parquet" for folder in (events_dir(), rollups_dir())]
    for folder in left:
        folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        file.write_bytes(b"")
    refresh(now=NOON)
    assert [path.exists() for path in [*left, *files]] == [False, True, True, True]
    for path in [*left[1:], *files]:
        os.utime(path, (1, 1))
    refresh(now=NOON)
    assert [path.exists() for path in [*left, *files]] == [False] * 4
    assert {f"{row.uuid}.parquet" for row in ActivityImport.objects.all()} <= {
        path.name for path in events_dir().iterdir()
    }


def test_refresh_leaves_the_work_to_an_import_that_is_under_way() -> None:
    RollupPartition.objects.all().delete()
    address = connection.get_connection_params()
    wanted = {name: address[name] for name in ("dbname", "user", "password", "host", "port") if address.get(name)}
    with psycopg.connect(**wanted) as other:
        other.execute("SELECT pg_advisory_lock(7301984001)")
        assert refresh(now=NOON) == 0
        other.execute("SELECT pg_advisory_unlock(7301984001)")  # closing alone frees it a moment later
    assert refresh(now=NOON) == 5


def test_rows_name_themselves_without_personal_data() -> None:
    taken = ActivityImport.objects.get()
    UsageSnapshot.objects.create(
        module_key="reports", as_of_date=NOON.date(), sha256="1" * 64, figures={}, created_at=NOON
    )
    assert str(taken) == "five (imported)"
    assert str(ActivitySource.objects.get()) == "app"
    assert str(ImportedDay.objects.first()) == "2027-02-25: 1"
    assert str(RollupPartition.objects.first()).startswith("2027-02-25, shard 0: ")
    assert str(UsageSnapshot.objects.get()) == "reports at 2027-03-01"
