"""A2, P14: roll-ups heal by themselves, one at a time, and what a crash left is cleared away."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Timer
from typing import Any

import psycopg
import pytest
from django.db import connection

from analytics.api import ActivityEvent, import_events, refresh
from analytics.models import ActivityImport, ActivitySource, ImportedDay, RollupPartition, UsageSnapshot
from analytics.services.compact import compact
from analytics.services.roll_up_days import stale_days
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


@contextmanager
def an_import_elsewhere() -> Iterator[Callable[[], object]]:
    """Yields how it ends."""
    address = connection.get_connection_params()
    wanted = {name: address[name] for name in ("dbname", "user", "password", "host", "port") if address.get(name)}
    with psycopg.connect(**wanted) as other:
        other.execute("SELECT pg_advisory_lock(7301984001)")
        yield lambda: other.execute("SELECT pg_advisory_unlock_all()")  # closing alone frees it a moment later


def test_refresh_leaves_the_work_to_an_import_that_is_long_under_way() -> None:
    RollupPartition.objects.all().delete()
    with an_import_elsewhere() as end:
        assert refresh(now=NOON, patience_s=0.01) == 0
        end()
    assert refresh(now=NOON) == 5


def test_refresh_and_compaction_wait_their_turn_behind_short_imports() -> None:
    """Imports that follow one another at once leave no gap into which one would happen to ask."""
    RollupPartition.objects.all().delete()
    with an_import_elsewhere() as end:
        Timer(0.1, end).start()
        assert refresh(now=NOON) == 5
    with an_import_elsewhere() as end:
        Timer(0.1, end).start()
        assert compact(now=NOON + timedelta(days=10), raw_days=8).files == 1


def test_looking_for_stale_days_reads_no_more_rows_for_more_imports() -> None:
    before = rows_read_for_stale_days()
    for number in range(3):
        events = [ActivityEvent(NOON - timedelta(days=back), "acme", f"v{number}", "reports") for back in range(5)]
        name = f"more {number}"
        import_events(events=events, source="app", name=name, sha256=name.ljust(64, "0"), actor=FEED, now=NOON)
    assert rows_read_for_stale_days() == before


def rows_read_for_stale_days() -> int:
    read = 0

    def counting(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> object:
        nonlocal read
        result = execute(sql, params, many, context)
        read += context["cursor"].rowcount
        return result

    with connection.execute_wrapper(counting):
        assert not stale_days()
    return read


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
