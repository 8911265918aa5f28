"""How many events did each rule leave out, from the events themselves?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analytics.engines.duckdb.rollup import Exclusion
from analytics.engines.duckdb.session import file_list, open_session, whole


def count_left_out(
    files: Sequence[Path], *, exclusions: Sequence[Exclusion], first: date, last: date, scratch: Path
) -> dict[Exclusion, int]:
    """In UTC days, both included. `files` are event files; rules that left out nothing are absent."""
    if not files:
        return {}
    with open_session(scratch) as session:
        session.run(
            "exclusions",
            sources=[each.source for each in exclusions],
            patterns=[each.pattern for each in exclusions],
        )
        rows = session.run("left_out", files=file_list(files), first=first, last=last)
    return {Exclusion(str(source), str(pattern)): whole(events) for source, pattern, events in rows}
