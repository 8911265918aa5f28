"""How do the events of many files become one file per day?"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.resolve_repeats import COLUMNS
from analytics.engines.duckdb.session import file_list, open_session


def write_days(
    files: Sequence[Path], days: Sequence[date], *, held: dict[date, Path], scratch: Path
) -> Iterator[tuple[date, Path, int]]:
    """Day, finished file and its rows: those of `files` together with the file that a day has already."""
    with open_session(scratch) as session:
        for day in days:
            own = [held[day]] if day in held else []
            listed = ", ".join("'" + name.replace("'", "''") + "'" for name in file_list([*files, *own]))
            target = scratch / f"{day}.parquet"
            query = (
                f"SELECT {COLUMNS} FROM read_parquet([{listed}], union_by_name = true)"  # noqa: S608  (paths, quoted)
                f" WHERE day = DATE '{day.isoformat()}' ORDER BY source, module, account, occurred_at"
            )
            yield day, target, session.copy(query, target)
