"""A2: is a file of events laid down by day as far as its groups of rows go, or is it worth to be sorted?"""

from pathlib import Path

import duckdb
import pytest

from analytics.engines.duckdb.event_session import open_event_session
from analytics.engines.duckdb.scan_file import _is_in_order

GROUP = 2_048  # the fewest rows of a group


def groups(path: Path, *spans: tuple[int, int]) -> Path:
    """A file of a group for each: so many days from that day on."""
    days = " UNION ALL ".join(
        f"SELECT {number} AS place, n, {first} + n % {span} AS at_day FROM range({GROUP}) AS numbers (n)"  # noqa: S608 - ours
        for number, (first, span) in enumerate(spans)
    )
    rows = f"SELECT DATE '2026-01-01' + at_day::INTEGER AS day FROM ({days}) ORDER BY place, n"  # noqa: S608 - ours
    duckdb.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE {GROUP})")
    return path


PLAIN = [(11 * number, 12) for number in range(16)]
OVER = [(19, 154), (38, 142)]  # what two threads had over


@pytest.mark.parametrize(
    ("spans", "is_in_order"),
    [
        (PLAIN, True),
        ([(first, span + 11) for first, span in PLAIN] + OVER, True),  # two threads in turns
        ([(0, 180)] * 3, False),
        ([(0, 180)] * 8, False),
        ([(0, 180)] * 18, False),
        (PLAIN[:13] + [(0, 180)] * 5, False),
    ],
)
def test_a_file_is_sorted_where_a_day_lies_in_many_of_its_groups(
    tmp_path: Path, spans: list[tuple[int, int]], is_in_order: bool
) -> None:
    with open_event_session(tmp_path) as session:
        assert _is_in_order(session, groups(tmp_path / "days.parquet", *spans)) is is_in_order
