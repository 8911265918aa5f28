"""What is counted by every engine: a year of events with callers, zones, floods and actions that do not count?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from analytics.engines.duckdb.session import file_list
from analytics.engines.portable.inputs import Asked, Replaced, load_inputs
from analytics.engines.portable.measures import Warehouse
from analytics.rules.floods import Flagged
from benchmarks.report_events import AS_OF, DAYS, make_year
from benchmarks.report_work import roll_up

ZONES = ("Pacific/Apia", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Honolulu", "Asia/Kathmandu")
_EVENTS = """
COPY (
    SELECT occurred_at, module, account, "user", source, if(hash(account, 7) % 50 = 0, 'bot.ping', action) AS action,
        quantity, if(hash("user") % 3 = 0, NULL, 'ios/' || hash("user") % 3) AS client,
        if(hash(account) % 2 = 0, NULL, 'bot' || hash(account) % 4) AS integration
    FROM '{raw}'
) TO '{path}' (COMPRESSION zstd)
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """Events, their roll-up by shard, and what is asked of them."""

    rows: int
    events: Path
    pieces: Sequence[Sequence[Path]]
    zones: dict[str, tzinfo]
    asked: Asked

    @property
    def rolled(self) -> list[Path]:
        return [path for shard in self.pieces for path in shard]

    def load(self, warehouse: Warehouse) -> None:
        first = AS_OF - timedelta(days=DAYS)
        load_inputs(warehouse, as_of=AS_OF, first=first, zones=self.zones, asked=self.asked)


def make_sample(number: int, folder: Path) -> Sample:
    folder.mkdir(parents=True, exist_ok=True)
    year = make_year(number, folder)
    events = folder / "events.parquet"
    pieces = roll_up(year, folder / "pieces")
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        engine.execute(_EVENTS.format(raw=year.raw, path=events))
        named = engine.execute(
            "SELECT DISTINCT account FROM read_parquet($files) ORDER BY hash(account) LIMIT 300",
            {"files": file_list(path for shard in pieces for path in shard)},
        ).fetchall()
    zones: dict[str, tzinfo] = {str(row[0]): ZoneInfo(ZONES[at % len(ZONES)]) for at, row in enumerate(named)}
    asked = Asked(
        modules=["module-0", "module-1", "module-7"],
        flagged=[Flagged(account, "user-0-0", is_open=True) for account in list(zones)[:3]],
        replaced=[Replaced("module-1", "module-0", AS_OF - timedelta(days=40))],
        left_out=[("app", "bot.ping")],
    )
    return Sample(year.rows, events, pieces, zones, asked)
