"""A2: thirty days, a few at a time and with a late batch, end in the very figures of counting everything anew."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from analytics.api import ActivityEvent, import_events, refresh
from analytics.engines.duckdb.report import TABLES, write_shard
from analytics.models import RollupPartition
from analytics.services.usage import basis_of
from tests.analytics.feeds import FEED
from tests.analytics.test_engine_against_oracle import AS_OF, ZONES, some_events

pytestmark = pytest.mark.django_db
NOW = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9, tzinfo=UTC)
DAYS = 30
AT_ONCE = 3  # as after a weekend
LATE_STEP = 15


def told(name: str, events: list[ActivityEvent], *, now: datetime) -> None:
    import_events(events=events, source="app", name=name, sha256=name.ljust(64, "0"), actor=FEED, now=now)


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a report, from the roll-ups as they are now."""
    folder.mkdir()
    write_shard(basis_of(AS_OF, []).paths, as_of=AS_OF, zones=ZONES, target=folder, scratch=folder)
    query = "FROM read_parquet($path) ORDER BY ALL"
    return {name: duckdb.execute(query, {"path": str(folder / f"{name}.parquet")}).fetchall() for name in TABLES}


def test_days_a_few_at_a_time_with_a_late_batch_equal_a_full_count(tmp_path: Path) -> None:
    events = [each for each in some_events(8, 700) if each.occurred_at < NOW + timedelta(days=1)]
    chance = random.Random(8)
    late = [each for each in events if chance.random() < 0.1]
    rest = [each for each in events if each not in late]
    first = NOW.replace(hour=0) - timedelta(days=DAYS - 2)
    told("history", [each for each in rest if each.occurred_at < first], now=first)
    for step in range(0, DAYS, AT_ONCE):
        begin = first + timedelta(days=step)
        of_day = [each for each in rest if begin <= each.occurred_at < begin + timedelta(days=AT_ONCE)]
        told(f"day-{step}", of_day, now=begin + timedelta(days=AT_ONCE))
        if step == LATE_STEP:
            told("late", [each for each in late if each.occurred_at < begin], now=begin + timedelta(days=AT_ONCE))
    told("later", [each for each in late if each.occurred_at >= first + timedelta(days=LATE_STEP)], now=NOW)
    one_by_one = tables(tmp_path / "one-by-one")
    assert sum(row[-1] for row in one_by_one["series"] if isinstance(row[-1], int)) > 300
    days = RollupPartition.objects.values("date").distinct().count()
    RollupPartition.objects.all().delete()
    assert refresh(now=NOW + timedelta(days=2)) == days
    assert tables(tmp_path / "at-once") == one_by_one
