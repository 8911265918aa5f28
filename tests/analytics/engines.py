"""A roll-up made by the engine alone, without tables."""

from collections.abc import Sequence
from pathlib import Path

from analytics.engines.duckdb.event_files import staging
from analytics.engines.duckdb.rollup import SHARDS, Exclusion, rolling_up
from analytics.rules.activity import ActivityEvent


def rolled_up(folder: Path, events: Sequence[ActivityEvent], *, exclusions: Sequence[Exclusion] = ()) -> list[Path]:
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    target = folder / "events.parquet"
    with staging(scratch) as stage:
        for line, event in enumerate(events, 1):
            stage.add(event, line=line, source="feed")
        kept = stage.keep([], target)
    days = [each.date for each in kept.days]
    with rolling_up([target], days, exclusions=exclusions, scratch=scratch) as roll:
        return [
            roll.write(shard, fresh=[day for day, of in roll.rows if of == shard], kept={}) for shard in range(SHARDS)
        ]
