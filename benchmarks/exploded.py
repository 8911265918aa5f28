"""What would the usual form of rolling distinct users cost, each use spread over the days that it counts for?"""

from datetime import date
from pathlib import Path

import duckdb

EXPLODED = """
SELECT module, day + ahead::INTEGER AS day, count(DISTINCT (account, "user"))
FROM (SELECT DISTINCT module, account, "user", day FROM read_parquet($source) WHERE day > $as_of::DATE - 207),
    range({window}) AS days (ahead)
GROUP BY ALL
"""


def users_exploded(by_day: Path, *, as_of: date, window: int) -> int:
    """One series of users for every module; returns its rows."""
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "3GB"}) as engine:
        engine.execute("SET temp_directory = $folder", {"folder": str(by_day.parent / "spill")})
        return len(engine.execute(EXPLODED.format(window=window), {"source": str(by_day), "as_of": as_of}).fetchall())
