"""A2, N7-N12: what hand-made files do to their lines costs the same rows, told alike, whichever way they are read."""

import json
from pathlib import Path

import pytest

from tests.analytics.test_columns_agree_with_rows import COLUMNS, compared

pytestmark = pytest.mark.django_db

GOOD = ["2026-05-01T10:00:00Z", "acme", "u1", "reactions", "", "2", "", ""]


def a_csv(path: Path, *rows: list[str], quote: str = "", end: str = "\n") -> Path:
    path.write_bytes(end.join(",".join(f"{quote}{cell}{quote}" for cell in row) for row in (COLUMNS, *rows)).encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("odd", [[*GOOD, ""], [*GOOD[:5], "1", "5", "", ""]])
def test_a_cell_too_many_costs_its_row_although_it_says_nothing(
    tmp_path: Path, odd: list[str], quote: str, end: str
) -> None:
    """A quantity of 1,5 was taken for 1, and the 5 for an event's id."""
    path = a_csv(tmp_path / "rows.csv", GOOD, odd, GOOD, quote=quote, end=end)
    assert compared(path), "it was not plain"


def lines(count: int, quantity: object = "2") -> list[str]:
    return [
        json.dumps(dict(zip(COLUMNS, [*GOOD[:2], f"u{n}", *GOOD[3:5], quantity, *GOOD[6:]], strict=True)))
        for n in range(count)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quantity", ["2", "-1", 2, 1000.0])
def test_the_first_line_of_json_behind_a_byte_order_mark_is_a_row_as_any(
    tmp_path: Path, quantity: object, end: str
) -> None:
    """It was rejected as no JSON where it had to be judged by itself."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + end.join([*lines(3, quantity), ""]).encode())
    compared(path)


@pytest.mark.parametrize("comma", [", ", ","])
def test_a_file_of_json_that_is_cut_off_says_on_which_of_its_lines(tmp_path: Path, comma: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(lines(80)).replace(", ", comma)[:-5])
    assert compared(path), "it was not plain"
