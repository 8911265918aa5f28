"""A2: a file that its owner cuts off while it is read ends nothing but its own import."""

import random
from pathlib import Path

import pytest

from analytics.engines.duckdb.file_text import FileText
from analytics.engines.duckdb.scan_left_out import _starts

FIRST, LAST = b"first bad line", b"last bad line"


def test_lines_that_are_gone_meanwhile_are_not_found_and_nobody_is_ended(tmp_path: Path) -> None:
    """Looked at through a map of the file, what is behind its new end ended the whole worker (SIGBUS)."""
    path = tmp_path / "rows.csv"
    path.write_bytes(b"header\n" + FIRST + b"\n" + b"good line\n" * 2_000_000 + LAST + b"\n")
    assert len(_starts(path, [[FIRST, LAST]], end=b"\n", has_header=True)) == 2
    with path.open("rb", buffering=0) as stream:
        text = FileText(stream)
        assert text.find(FIRST, 0) == 7
        with path.open("r+b") as owner:
            owner.truncate(100)
        assert text.find(LAST, 50) == -1
        assert text.part(5_000_000, 5_000_010) == b""


@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_is_what_the_whole_text_says(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = bytes(chance.choices(b"ab\n", k=9_000)) * 1_000
    path = tmp_path / "text"
    path.write_bytes(whole)
    with path.open("rb", buffering=0) as stream:
        text = FileText(stream)
        for _ in range(200):
            at = chance.choice([0, chance.randrange(len(whole)), (1 << 22) - chance.randrange(40)])
            start = chance.randrange(len(whole))
            wanted = whole[start : start + chance.choice([1, 5, 12, 40])] + chance.choice([b"", b"", b"c"])
            assert text.find(wanted, at) == whole.find(wanted, at)
