"""Which bodies of a call are read, and which are told what is wrong with them? (N47, N49, N58, N66, N67)"""

import gzip
import json
import time

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.rules.batch_body import DOCUMENT, MOST_BYTES, MOST_EVENTS, BodyFault, BodyProblem, read_body
from analytics.services.ingest_unpack import unpacked

LINES = "application/x-ndjson"
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ROWS = st.lists(st.dictionaries(st.text(), JSON_VALUES, max_size=4), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, indent=st.sampled_from([None, 1, "\t"]), ascii_only=st.booleans())
def test_an_array_an_object_and_lines_hold_the_same_events(
    rows: list[dict[str, object]], indent: int | str | None, ascii_only: bool
) -> None:
    array = json.dumps(rows, indent=indent, ensure_ascii=ascii_only).encode(errors="surrogatepass")
    try:
        array.decode()
    except UnicodeDecodeError:  # lone surrogates can only be escaped
        array = json.dumps(rows, indent=indent).encode()
    wrapped = b' {\r\n"events" : ' + array + b"}\n"
    lines = "\r\n".join(json.dumps(row) for row in rows).encode()
    for body, media_type in ((array, DOCUMENT), (wrapped, DOCUMENT), (lines, LINES)):
        found = read_body(body, media_type=media_type)
        written = found.text.decode().split("\n")
        assert (found.events, len(written), written[-1]) == (len(rows), len(rows) + 1, "")
        assert [json.loads(line) for line in written[:-1]] == rows


def test_an_event_keeps_its_very_characters() -> None:
    body = b'[{"user":"\\u00fc", "quantity": 1.10,"user":"twice"} ,\n{"big": 12345678901234567890123}]'
    assert read_body(body, media_type=DOCUMENT).text.split(b"\n")[:2] == [
        b'{"user":"\\u00fc", "quantity": 1.10,"user":"twice"}',
        b'{"big": 12345678901234567890123}',
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "array of events"),
        (b"[]", "no event"),
        (b'{"events": []}', "no event"),
        (b'{"occurred_at": "2026-05-01T00:00:00Z"}', "array of events"),
        (b'[{"a":1},]', "Event 2 is not a JSON object"),
        (b"[1]", "Event 1 is not a JSON object"),
        (b'[{"a":1} {"b":2}]', "After event 1"),
        (b'[{"a":1}', "After event 1"),
        (b'[{"a":', "Event 1 is not valid JSON"),
        (b'[{"a":' + b"[" * 100_000 + b"]", "Event 1 is not valid JSON"),
        (b'[{"a":' + b"9" * 5_000 + b"}]", "Event 1 is not valid JSON"),
        (b'{"events":[{"a":1}],"source":"x"}', "Something follows"),
        (b'[{"a":1}] [', "Something follows"),
        (b'[{"a":"\xff"}]', "Byte 7 is not UTF-8"),
        ('[{"a":1}]'.encode("utf-16-le"), "NUL"),
    ],
)
def test_a_document_that_is_built_wrongly_is_told_where(body: bytes, said: str) -> None:
    with pytest.raises(BodyFault, match=said) as found:
        read_body(body, media_type=DOCUMENT)
    assert found.value.problem is BodyProblem.MALFORMED


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\n \n", "no event"),
        (b'{"a":1}\n[1]\n', "Line 2"),
        (b"<html>", "Line 1"),
        (b'{"a":1}\n{"a":', "cut off"),
    ],
)
def test_lines_that_are_built_wrongly_are_told_where(body: bytes, said: str) -> None:
    with pytest.raises(BodyFault, match=said):
        read_body(body, media_type=LINES)


def test_a_last_line_without_its_end_is_taken_when_it_is_whole() -> None:
    assert read_body(b'\xef\xbb\xbf{"a":1}\n\n{"a":2}', media_type=LINES).text == b'{"a":1}\n{"a":2}\n'


@pytest.mark.parametrize(("media_type", "most"), [(DOCUMENT, b"[%s]"), (LINES, b"%s")])
def test_ten_thousand_events_are_taken_and_not_one_more(media_type: str, most: bytes) -> None:
    between = b"," if media_type == DOCUMENT else b"\n"
    assert read_body(most % between.join([b"{}"] * MOST_EVENTS), media_type=media_type).events == MOST_EVENTS
    with pytest.raises(BodyFault) as found:
        read_body(most % between.join([b"{}"] * (MOST_EVENTS + 1)), media_type=media_type)
    assert found.value.problem is BodyProblem.TOO_LARGE


def test_other_types_are_not_read() -> None:
    with pytest.raises(BodyFault) as found:
        read_body(b"a,b\n", media_type="text/csv")
    assert found.value.problem is BodyProblem.NOT_READ_HERE


PLAIN = b'[{"a":1}]' * 10


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", PLAIN),
        ("identity", PLAIN),
        ("GZIP", gzip.compress(PLAIN, mtime=0)),
        ("gzip", gzip.compress(PLAIN[:9], mtime=0) + gzip.compress(PLAIN[9:], mtime=0)),
        ("zstd", zstandard.compress(PLAIN)),
        ("zstd", zstandard.compress(PLAIN[:9]) + zstandard.compress(PLAIN[9:])),
    ],
)
def test_a_packed_body_is_unpacked(encoding: str, packed: bytes) -> None:
    assert unpacked(packed, encoding=encoding) == PLAIN


@pytest.mark.parametrize(
    ("encoding", "packed", "problem"),
    [
        ("gzip", gzip.compress(PLAIN, mtime=0)[:-9], BodyProblem.MALFORMED),
        ("gzip", PLAIN, BodyProblem.MALFORMED),
        ("gzip", gzip.compress(PLAIN, mtime=0) + b"trailing", BodyProblem.MALFORMED),
        ("zstd", zstandard.compress(PLAIN)[:-3], BodyProblem.MALFORMED),
        ("zstd", PLAIN, BodyProblem.MALFORMED),
        ("br", PLAIN, BodyProblem.NOT_READ_HERE),
        ("gzip, gzip", gzip.compress(gzip.compress(PLAIN, mtime=0), mtime=0), BodyProblem.NOT_READ_HERE),
        ("gzip", gzip.compress(bytes(200 * MOST_BYTES // 10), mtime=0), BodyProblem.TOO_LARGE),
        ("zstd", zstandard.compress(bytes(200 * MOST_BYTES // 10)), BodyProblem.TOO_LARGE),
    ],
)
def test_a_damaged_body_or_one_that_unfolds_too_far_is_refused(
    encoding: str, packed: bytes, problem: BodyProblem
) -> None:
    with pytest.raises(BodyFault) as found:
        unpacked(packed, encoding=encoding)
    assert found.value.problem is problem


def test_many_empty_pieces_cost_no_more_than_their_bytes() -> None:
    """Each of them once cost a copy of all that followed it."""
    packed = gzip.compress(b"", mtime=0) * (MOST_BYTES // 40) + gzip.compress(PLAIN, mtime=0)
    started = time.process_time()
    assert unpacked(packed, encoding="gzip") == PLAIN
    assert time.process_time() - started < 2
