"""A2: a file that its owner cuts off while it is read ends nothing but its own import."""

import random
from pathlib import Path

import pytest

from analytics.connectors.files.addresses import expand
from analytics.engines.duckdb.event_pass import event_pass
from analytics.engines.duckdb.file_text import FileText
from analytics.engines.duckdb.scan_left_out import _starts
from analytics.services.publish_import import Delivery
from analytics.services.read_part import Reader
from analytics.services.recipe import Recipe
from analytics.services.take_address import work_of
from tests.analytics.feeds import NOW

HEADER = "occurred_at,account,user,module\n"
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


class Hindered(Reader):
    """Its file is written anew before it turns out that the columns that were read cannot be taken."""

    def scanned_in_the_open(self) -> bool:
        Path(self.delivery.name).write_text(HEADER)
        return True


@pytest.mark.django_db
def test_a_file_that_changes_before_it_is_read_a_second_time_row_by_row_is_refused(tmp_path: Path) -> None:
    """It would be on record with the content that it had before, and what it lacked would never be taken."""
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + "2026-05-01T10:00:00Z,acme,u1,reactions\n" * 3_000)
    (address,) = expand([str(path)])
    delivery = Delivery(str(path), address.sha256(), Recipe())
    with event_pass(tmp_path) as into:
        reader = Hindered(1, delivery, into, tmp_path, now=NOW)
        reader.read(work_of(address, delivery).judged(reader))
        assert reader.refusal() == "it changed while it was read: send it again when it is complete"


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
