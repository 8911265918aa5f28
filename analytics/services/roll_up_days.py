"""How do days that got events get their roll-up, and only those?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from analytics import queries
from analytics.engines.duckdb.rollup import SHARDS, Exclusion, Rolled, roll_up
from analytics.models import ActivitySource, RollupPartition
from analytics.services.publish_import import sha256_of
from analytics.services.workspace import events_dir, rollups_dir, scratch_dir, settle

DAYS_AT_ONCE = 31


def stale_days(days: Sequence[date] | None = None) -> dict[date, list[str]]:
    """Days (of those asked about) whose roll-up is absent, damaged or made from other imports or rules."""
    held = queries.partitions()
    return {
        day: uuids
        for day, (watermark, uuids) in queries.wanted_watermarks(days).items()
        if not all(_is_current(held.get((day, shard)), watermark) for shard in range(SHARDS))
    }


def roll_up_days(*, now: datetime, days: Sequence[date] | None = None) -> int:
    """Make them match; returns how many days were rewritten. Only under the import lock; safe to run twice."""
    stale = stale_days(days)
    ordered = sorted(stale)
    for start in range(0, len(ordered), DAYS_AT_ONCE):
        _roll_up(ordered[start : start + DAYS_AT_ONCE], stale, now=now)
    return len(stale)


def _is_current(row: RollupPartition | None, watermark: str) -> bool:
    if row is None or row.watermark != watermark:
        return False
    path = rollups_dir() / row.path
    return row.rows == 0 or (path.exists() and path.stat().st_size == row.size_bytes)


def _roll_up(days: Sequence[date], uuids: dict[date, list[str]], *, now: datetime) -> None:
    files = [events_dir() / f"{uuid}.parquet" for uuid in sorted({each for day in days for each in uuids[day]})]
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    exclusions = [Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns]
    watermarks = {day: watermark for day, (watermark, _) in queries.wanted_watermarks(days).items()}
    held = queries.partitions()
    with scratch_dir() as scratch:
        made = [
            _settled(rolled, held.get((rolled.date, rolled.shard)), watermarks[rolled.date], now)
            for rolled in roll_up(files, days, exclusions=exclusions, scratch=scratch)
        ]
    _publish(made)


def _settled(rolled: Rolled, held: RollupPartition | None, watermark: str, now: datetime) -> RollupPartition:
    """The file under a name that no reader knows yet: what readers are reading stays as it is."""
    version = held.version + 1 if held else 1
    row = RollupPartition(
        date=rolled.date,
        shard=rolled.shard,
        version=version,
        path=f"{rolled.date}-{rolled.shard}-{version}-{watermark[:8]}.parquet",
        rows=rolled.rows,
        sha256=sha256_of(rolled.path) if rolled.path else "",
        size_bytes=rolled.path.stat().st_size if rolled.path else 0,
        watermark=watermark,
        created_at=now,
    )
    if rolled.path:
        settle(rolled.path, rollups_dir() / row.path)
    return row


@transaction.atomic
def _publish(made: Sequence[RollupPartition]) -> None:
    RollupPartition.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["date", "shard"],
        update_fields=["version", "path", "rows", "sha256", "size_bytes", "watermark", "created_at"],
    )
