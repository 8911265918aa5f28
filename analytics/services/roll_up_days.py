"""How do days that got events get their roll-up, and only those?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from analytics import queries
from analytics.engines.duckdb.rollup import SHARDS, Exclusion, RollUp, rolling_up
from analytics.models import ActivitySource, RollupPartition
from analytics.rules.roll_up_pieces import HeldDay, Piece, month_of, months_to_join, plan_pieces
from analytics.services.publish_import import sha256_of
from analytics.services.roll_up_watermarks import wanted_watermarks
from analytics.services.workspace import events_dir, let_go, pulled_dir, rollups_dir, scratch_dir, settle

Held = Mapping[tuple[date, int], RollupPartition]
MONTHS_AT_ONCE = 3  # joined in one round of the schedule, so that none is long


def stale_days(days: Iterable[date] | None = None) -> list[date]:
    """Days whose roll-up is absent, damaged or made from other imports or rules, in the months of `days` or in all."""
    days = None if days is None else queries.days_of_months({month_of(day) for day in days})
    held = queries.partitions(days)
    sizes: dict[str, int] = {}
    return [
        day
        for day, watermark in wanted_watermarks(days).items()
        if not all(_is_current(held.get((day, shard)), watermark, sizes) for shard in range(SHARDS))
    ]


def roll_up_days(*, now: datetime, days: Iterable[date] | None = None) -> int:
    """Make them match; returns how many days were rewritten. Only under the import lock; safe to run twice."""
    stale = stale_days(days)
    newest = max((queries.newest_partition_date(), *stale))
    for _, of_month in groupby(sorted(stale), key=month_of):
        _roll_up(list(of_month), newest=newest, now=now)
    return len(stale)


def join_months(*, now: datetime) -> int:
    """Months that are over and lie in many files become one file per shard; returns how many. As `roll_up_days`."""
    newest = queries.newest_partition_date()
    months = months_to_join(list(queries.partitions().values()), newest=newest)[:MONTHS_AT_ONCE]
    for month in months:
        _roll_up([], month=month, newest=newest, now=now)
    return len(months)


def _is_current(row: HeldDay | None, watermark: str, sizes: dict[str, int]) -> bool:
    if row is None or row.watermark != watermark:
        return False
    if row.rows and row.path not in sizes:
        path = rollups_dir() / row.path
        sizes[row.path] = path.stat().st_size if path.exists() else -1
    return row.rows == 0 or sizes[row.path] == row.size_bytes


def _roll_up(days: list[date], *, newest: date, now: datetime, month: date | None = None) -> None:
    """Days of one month, with what they share a file with."""
    files = [events_dir() / name for name in queries.event_file_names(days)]
    rules = ActivitySource.objects.exclude(excluded_actions=[]).values_list("name", "excluded_actions")
    exclusions = [Exclusion(name, str(pattern)) for name, patterns in rules for pattern in patterns]
    watermarks = wanted_watermarks(days)
    held = queries.partitions_of_month(month or month_of(days[0]))
    pulled = [pulled_dir() / name for name in queries.pulled_file_names(days)]
    with (
        scratch_dir() as scratch,
        rolling_up(files, days, exclusions=exclusions, scratch=scratch, pulled=pulled) as roll,
    ):
        pieces = plan_pieces(roll.rows, _days(held), newest=newest)
        made = {(row.date, row.shard): row for piece in pieces for row in _written(roll, piece, held)}
        for at, rows in roll.rows.items():
            made.setdefault(at, RollupPartition(date=at[0], shard=at[1], rows=0, size_bytes=0))
            made[at].rows, made[at].watermark = rows, watermarks[at[0]]
    for at, row in made.items():
        row.version = (held[at].version if at in held else 0) + (at in roll.rows)
        row.created_at = now
    let_go(rollups_dir() / held[at].path for at in made if at in held and held[at].path)
    _publish(list(made.values()))


def _written(roll: RollUp, piece: Piece, held: Held) -> Iterator[RollupPartition]:
    """The file under a name that no reader knows yet: what readers are reading stays as it is."""
    kept = {day: rollups_dir() / path for day, path in piece.kept.items()}
    finished = roll.write(piece.shard, fresh=piece.fresh, kept=kept)
    sha256, size = sha256_of(finished), finished.stat().st_size
    path = f"{piece.days[0]}-{len(piece.days)}-{piece.shard}-{sha256[:16]}.parquet"
    settle(finished, rollups_dir() / path)
    for day in piece.days:
        before = held.get((day, piece.shard))
        yield RollupPartition(
            date=day,
            shard=piece.shard,
            path=path,
            rows=before.rows if before else 0,
            sha256=sha256,
            size_bytes=size,
            watermark=before.watermark if before else "",
        )


def _days(held: Held) -> list[HeldDay]:
    return [HeldDay(row.date, row.shard, row.rows, row.path) for row in held.values()]


@transaction.atomic
def _publish(made: Sequence[RollupPartition]) -> None:
    RollupPartition.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["date", "shard"],
        update_fields=["version", "path", "rows", "sha256", "size_bytes", "watermark", "created_at"],
    )
