"""Which use is measured: seeded, skewed like real products, the same for ours and the peer?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

AS_OF = date(2027, 3, 1)
NOW = datetime(2027, 3, 2, 6, tzinfo=UTC)
DAYS = 180
FILES = 6
ACCOUNTS = 500
MODULE = "m0"
COLUMNS = "occurred_at, account, user, module, action, event_id"
_EVENTS = f"""
CREATE TABLE events AS
SELECT
    make_timestamp((epoch_us(TIMESTAMP '{AS_OF - timedelta(days=DAYS - 1)}') + at_day * 86400000000 + at_us)::BIGINT)
        AS happened,
    'a' || account AS account, 'u' || account || '-' || person AS "user", 'm' || module AS module,
    'open' AS action, 'e' || n AS event_id, at_day
FROM (
    SELECT
        n, (hash(n, 1) % {DAYS})::BIGINT AS at_day, (hash(n, 2) % 86400000000)::BIGINT AS at_us,
        floor({ACCOUNTS} * pow((hash(n, 3) % 1000000) / 1e6, 2))::BIGINT AS account,
        floor(40 * pow((hash(n, 4) % 1000000) / 1e6, 2))::BIGINT AS person,
        floor(20 * pow((hash(n, 5) % 1000000) / 1e6, 2))::BIGINT AS module
    FROM range($number) AS numbers (n)
)
ORDER BY happened, event_id;
"""  # noqa: S608 - figures of ours only
_CSV = f"""
COPY (
    SELECT strftime(happened, '%Y-%m-%dT%H:%M:%S.%fZ') AS occurred_at, * EXCLUDE (happened, at_day)
    FROM events WHERE at_day // {DAYS // FILES} = {{part}} ORDER BY happened, event_id
) TO '{{path}}' (HEADER)
"""  # noqa: S608  (our own constants, no input)


_FILES = {
    ".csv": "(FORMAT csv, HEADER)",
    ".jsonl": "(FORMAT json)",
    ".parquet": "(FORMAT parquet)",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """The same events as CSV files of a month each, and as one Parquet file for the hand-written script."""

    files: tuple[Path, ...]
    raw: Path
    rows: int


def make_events(number: int, folder: Path) -> Sample:
    files = tuple(folder / f"part-{part}.csv" for part in range(FILES))
    raw = folder / "raw.parquet"
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        engine.execute(_EVENTS, {"number": number})
        for part, path in enumerate(files):
            engine.execute(_CSV.format(part=part, path=path))
        engine.table("events").write_parquet(str(raw), compression="zstd")
    return Sample(files, raw, number)


def delivered(path: Path, rows: int, *, prefix: str, bad: int = 0, day: int | None = None) -> Path:
    """A file of events whose ids begin so; one in `bad` names no module, or all are of one `day`, counted back."""
    at = "happened" if day is None else f"happened + to_days({DAYS - 1 - day} - at_day::INTEGER)"
    is_typed = path.suffix == ".parquet"
    shown = f"({at}) AT TIME ZONE 'UTC'" if is_typed else f"strftime({at}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    spoilt = f"(row_number() OVER ()) % {bad} = 0" if bad else "false"
    query = f"""
    SELECT
        {shown} AS occurred_at, account, "user", if({spoilt}, 'No Module', module) AS module, action,
        '{prefix}' || event_id AS event_id
    FROM events ORDER BY happened
    """  # noqa: S608  (figures and names of ours)
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        engine.execute(_EVENTS, {"number": rows})
        engine.execute(f"COPY ({query}) TO '{path}' {_FILES[path.suffix]}")
    return path
