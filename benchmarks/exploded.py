"""What would the usual forms of rolling distinct users cost: each use spread over its days, or joined with each day?"""

from datetime import date
from pathlib import Path

import duckdb

EXPLODED = """
SELECT module, day + ahead::INTEGER AS day, count(DISTINCT (account, "user"))
FROM (SELECT DISTINCT module, account, "user", day FROM read_parquet($source) WHERE day > $as_of::DATE - 207),
    range({window}) AS days (ahead)
GROUP BY ALL
"""
CROSSED = """
SELECT calendar.day, count(DISTINCT (account, "user"))
FROM (
    SELECT unnest(generate_series($as_of::DATE - 179, $as_of::DATE, INTERVAL 1 DAY))::DATE AS day
) AS calendar
JOIN (
    SELECT account, "user", day FROM read_parquet($source) WHERE module = $module AND day > $as_of::DATE - 207
) AS used
    ON used.day BETWEEN calendar.day - 27 AND calendar.day
GROUP BY calendar.day
"""


def users_exploded(by_day: Path, *, as_of: date, window: int) -> int:
    """One series of users for every module; returns its rows."""
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "3GB"}) as engine:
        engine.execute("SET temp_directory = $folder", {"folder": str(by_day.parent / "spill")})
        return len(engine.execute(EXPLODED.format(window=window), {"source": str(by_day), "as_of": as_of}).fetchall())


def users_crossed(by_day: Path, *, as_of: date, module: str) -> int:
    """One series of users of 28 days for one module; returns its rows."""
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "3GB"}) as engine:
        engine.execute("SET temp_directory = $folder", {"folder": str(by_day.parent / "spill")})
        values = {"source": str(by_day), "as_of": as_of, "module": module}
        return len(engine.execute(CROSSED, values).fetchall())
