"""A roll-up made by the engine alone, without tables."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.event_pass import event_pass
from analytics.engines.duckdb.rollup import SHARDS, Exclusion, rolling_up
from analytics.rules.activity import ActivityEvent


def filed(folder: Path, events: Sequence[ActivityEvent]) -> tuple[list[Path], list[date]]:
    """Event files, and the days in them."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    with event_pass(scratch) as into:
        for event in events:
            into.add(event, part=1, source="feed")
        kept = into.keep([1], runs=[], earlier=lambda _: [])
    return [each.path for each in kept.files], [each.date for each in kept.days.get(1, [])]


def rolled_up(folder: Path, events: Sequence[ActivityEvent], *, exclusions: Sequence[Exclusion] = ()) -> list[Path]:
    files, days = filed(folder, events)
    with rolling_up(files, days, exclusions=exclusions, scratch=folder / "scratch") as roll:
        return [
            roll.write(shard, fresh=[day for day, of in roll.rows if of == shard], kept={}) for shard in range(SHARDS)
        ]
