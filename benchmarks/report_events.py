"""Which activity of many modules is measured: a year, skewed over accounts, people and modules, three at a time?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

AS_OF = date(2027, 3, 1)
DAYS = 365
FIRST = AS_OF - timedelta(days=DAYS - 1)
SERIES_FROM = AS_OF - timedelta(days=179)
MODULES = 200
_EVENTS = """
COPY (
    SELECT
        make_timestamp((epoch_us(TIMESTAMP '{first}') + at_day * 86400000000 + at_us)::BIGINT) AS occurred_at,
        (TIMESTAMP '{first}' + to_days(at_day::INTEGER))::DATE AS day,
        'acct-' || account AS account, 'user-' || (account * 97 % 1000003) || '-' || person AS "user",
        'module-' || module AS module, 'open' AS action, 1::DECIMAL(20, 6) AS quantity, 'app' AS source
    FROM (
        SELECT
            ({at_day})::BIGINT AS at_day,
            ((hash(n // 3, 2) % 86000000000) + (hash(n, 3) % 400000000))::BIGINT AS at_us,
            floor({accounts} * pow((hash(n // 3, 4) % 1000000) / 1e6, 2))::BIGINT AS account,
            floor(50 * pow((hash(n // 3, 5) % 1000000) / 1e6, 2))::BIGINT AS person,
            floor({modules} * pow((
                hash(hash(n // 3, 4) % 1000000, hash(n // 3, 5) % 50, hash(n // 3, 6) % 5) % 1000000
            ) / 1e6, 4))::BIGINT AS module
        FROM range({since}, {until}) AS numbers (n)
    )
    ORDER BY occurred_at
) TO '{path}' (COMPRESSION zstd)
"""
_BY_DAY = """
COPY (
    SELECT day, module, account, "user", count(*)::UINTEGER AS events, min(occurred_at) AS first_at,
        max(occurred_at) AS last_at
    FROM '{raw}' GROUP BY ALL ORDER BY ALL
) TO '{path}' (COMPRESSION zstd)
"""


@dataclass(frozen=True, slots=True)
class YearOfEvents:
    """The events in order of time, and the roll-up that the hand-written script may start from."""

    raw: Path
    by_day: Path
    rows: int


def make_year(number: int, folder: Path) -> YearOfEvents:
    raw, by_day = folder / "raw.parquet", folder / "by_day.parquet"
    values = {**_size(number), "since": 0, "until": number, "at_day": f"hash(n // 3, 1) % {DAYS}"}
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "3GB"}) as engine:
        engine.execute("SET temp_directory = $folder", {"folder": str(folder / "spill")})
        engine.execute(_EVENTS.format(first=FIRST, path=raw, **values))
        engine.execute(_BY_DAY.format(raw=raw, path=by_day))
    return YearOfEvents(raw, by_day, number)


def make_days(days: Sequence[date], number: int, folder: Path) -> list[Path]:
    """A file for each of these days of a year of `number` events, alike every day: no year need lie there whole."""
    made, each = [], number // DAYS // 3 * 3
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "3GB"}) as engine:
        for day in days:
            at = (day - FIRST).days
            made.append(folder / f"{day}.parquet")
            values = {**_size(number), "since": at * each, "until": (at + 1) * each, "at_day": at}
            engine.execute(_EVENTS.format(first=FIRST, path=made[-1], **values))
    return made


def _size(number: int) -> dict[str, int]:
    return {"modules": MODULES, "accounts": max(1_000, number // 1_000)}
