"""Do the small rules of export and archive hold at their borders?"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules.csv_guard import RISKY, guard, unguard
from portability.rules.chunks import Span, spans
from portability.rules.depth import Depth
from portability.rules.export_status import MOVES, ExportStatus, may_move
from portability.rules.file_names import LIMIT_BYTES, safe_name
from portability.rules.kinds import ContentType, Kind
from portability.rules.listings import Listed, Listing, misplaced, read_listing
from portability.rules.lossy import faithful
from portability.rules.readiness import CopyFacts, ExportFacts, restores, settled
from portability.rules.receipt import EXPORTED, Cell, Outcome, Tally, imbalance, rows
from portability.rules.segments import RECORD_LIMIT, Cut, Drawer, day_of, month_of
from portability.rules.sniff import content_type_of_bytes

NOW = datetime(2027, 3, 1, tzinfo=UTC)
FORMULAS = [
    start + tail for start in sorted(RISKY) for tail in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("x")', "SUM(A1)")
]
CELL = Cell("message", "C1", "2016-07-04", "text")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_reaches_a_spreadsheet(text: str) -> None:
    """S9: 44 payloads: plain, full-width, with tab, line break, NUL and apostrophe in front."""
    assert guard(text)[0] == "'"


@given(st.text())
def test_guarded_text_comes_back_unchanged(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.lists(st.text(min_size=1), unique=True, max_size=30))
def test_file_names_are_portable_and_distinct(ids: list[str]) -> None:
    """Names that differ by case, accents, length or forbidden letters stay distinct on every system."""
    names = [safe_name(each) for each in ids]
    assert len({name.lower() for name in names}) == len(ids)
    for name in names:
        assert name.isascii()
        assert 0 < len(name) <= LIMIT_BYTES
        assert not set(name) & set('/\\:*?"<>|\0')
        assert not name.startswith((".", "-"))


@pytest.mark.parametrize("name", ["con", "NUL", "com1.txt", "..", ".", "a/b", "x" * 300, "é"])
def test_reserved_and_long_names_get_a_twin_of_their_own(name: str) -> None:
    assert safe_name(name) != name
    assert "~" in safe_name(name)


def test_every_status_has_its_ways_and_ends_have_none() -> None:
    assert set(MOVES) == set(ExportStatus)
    ends = {status for status, ways in MOVES.items() if not ways}
    assert ends == {ExportStatus.REFUSED, ExportStatus.CANCELLED, ExportStatus.EXPIRED, ExportStatus.REVOKED}
    assert may_move(ExportStatus.VERIFYING, ExportStatus.READY)
    assert not may_move(ExportStatus.QUEUED, ExportStatus.READY)


@pytest.mark.parametrize("status", [each for each in ExportStatus if each is not ExportStatus.VERIFYING])
def test_nothing_is_ready_without_having_been_verified(status: ExportStatus) -> None:
    """I10: export ready means manifest verified."""
    assert not may_move(status, ExportStatus.READY)


@given(st.lists(st.integers(1, 50), max_size=40), st.integers(1, 100))
def test_chunks_cover_every_segment_once(records: list[int], limit: int) -> None:
    covered = [position for span in spans(records, limit) for position in range(span.first, span.last + 1)]
    assert covered == list(range(len(records)))
    for span in spans(records, limit):
        assert span.first == span.last or sum(records[span.first : span.last + 1]) <= limit


def test_no_segment_no_chunk() -> None:
    assert spans([], 5) == ()
    assert spans([9], 5) == (Span(0, 0),)


def test_a_receipt_balances_or_names_the_cell() -> None:
    tally = Tally()
    tally.add(CELL, EXPORTED, 3)
    tally.add(CELL, Outcome("excluded", "time"), 2)
    assert imbalance(Counter({CELL: 5}), tally) == ()
    (sentence,) = imbalance(Counter({CELL: 6}), tally)
    assert sentence == "message / C1 / 2016-07-04 / text: 6 in the snapshot, 5 accounted for"
    (row,) = rows(Counter({CELL: 5}), tally)
    assert row == {**CELL._asdict(), "in_snapshot": 5, "exported": 3, "excluded": {"time": 2}}


def test_a_record_from_nowhere_unbalances_the_receipt() -> None:
    tally = Tally()
    tally.add(CELL, EXPORTED)
    assert len(imbalance(Counter(), tally)) == 1


def test_a_segment_ends_with_its_drawer_or_its_fill() -> None:
    cut, drawer = Cut(), Drawer(Kind.MESSAGE, "C1", "2016-07")
    assert [cut.is_before(drawer, 10) for _ in range(RECORD_LIMIT + 1)].count(True) == 2
    assert cut.is_before(Drawer(Kind.MESSAGE, "C1", "2016-08"), 10)
    assert (day_of(None), day_of(-1), month_of(0)) == ("undated", "1969-12-31", "1970-01")


def test_bytes_decide_the_type_of_a_file() -> None:
    assert content_type_of_bytes(b"\x89PNG\r\n\x1a\n") is ContentType.IMAGE
    assert content_type_of_bytes(b"RIFF\0\0\0\0WAVE") is ContentType.VOICE
    assert content_type_of_bytes(b"\0\0\0\x18ftypmp42") is ContentType.VIDEO
    assert content_type_of_bytes(b"<html>") is ContentType.FILE


def test_text_that_no_utf8_holds_is_kept_aside() -> None:
    assert faithful("plain") == ("plain", None)
    assert faithful(None) == (None, None)
    text, kept = faithful("a\ud800")
    assert (text, bool(kept)) == ("a\ufffd", True)


def test_a_listing_names_what_is_missing_changed_and_too_much() -> None:
    listing = Listing("s", "a", "r", 1, (Listed("a", 1, "0" * 64), Listed("b", 2, "1" * 64)))
    assert read_listing(listing.as_bytes()) == listing
    assert misplaced(listing, {"a": 1, "b": 2}) == []
    assert misplaced(listing, {"b": 3, "c": 1}) == [
        "a: missing", "c: not in the signed list", "b: 3 bytes instead of 2",
    ]  # fmt: skip


def test_settled_names_the_first_way_that_holds() -> None:
    """G7: downloaded and verified, declined in writing, or archived for them."""
    assert settled(ExportFacts(NOW, NOW, NOW, 1)).detail == "downloaded and verified on 2027-03-01"
    assert settled(ExportFacts(None, NOW, NOW, 1)).detail == "declined in writing on 2027-03-01"
    assert settled(ExportFacts(None, None, NOW, 1)).detail == "archived for them after the deadline on 2027-03-01"
    assert settled(ExportFacts(None, None, None, 1)).value is False


@pytest.mark.parametrize(
    ("copies", "is_current", "holds"),
    [
        ([("a", Depth.EQUAL, 6), ("b", Depth.EQUAL, 1)], True, True),
        ([("a", Depth.EQUAL, 8), ("b", Depth.EQUAL, 1)], True, False),
        ([("a", Depth.EQUAL, 1), ("a", Depth.EQUAL, 1)], True, False),
        ([("a", Depth.EQUAL, 1), ("b", Depth.HASHED, 1)], True, False),
        ([("a", Depth.EQUAL, 1), ("b", Depth.EQUAL, 1)], False, False),
        ([("a", Depth.EQUAL, 1), ("b", Depth.EQUAL, 1)], None, False),
        ([], True, False),
    ],
)
def test_a_backup_counts_only_when_two_places_restored_equal(
    copies: list[tuple[str, Depth, int]], is_current: bool | None, holds: bool
) -> None:
    """G9, D4: two places, each equal record by record, within seven days, of the newest content."""
    facts = [CopyFacts(place, depth, NOW - timedelta(days=days)) for place, depth, days in copies]
    assert restores(facts, is_current=is_current, now=NOW).value is holds
