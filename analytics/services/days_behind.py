"""Which days were imported, but are not in the roll-ups as they are now?"""

from datetime import date

from analytics.engines.duckdb.rollup import SHARDS
from analytics.models import RollupPartition
from analytics.services.roll_up_watermarks import wanted_watermarks


def days_behind(*, until: date) -> frozenset[date]:
    """Up to that day; events of theirs are known, and figures miss them."""
    held: dict[date, list[str]] = {}
    for day, watermark in RollupPartition.objects.filter(date__lte=until).values_list("date", "watermark"):
        held.setdefault(day, []).append(watermark)
    wanted = wanted_watermarks().items()
    return frozenset(day for day, watermark in wanted if day <= until and held.get(day) != [watermark] * SHARDS)
