"""A2, N22-N38: the rows that a reading by columns leaves out are known from that reading, and none is mistaken."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from analytics.connectors.files.plan_scan import Span, plan_scan
from analytics.connectors.files.reading import Declared, FileFormat
from analytics.engines.duckdb.event_session import EventSession, open_event_session
from analytics.engines.duckdb.scan_file import Scanned, scan_file
from analytics.engines.duckdb.session import Row
from analytics.rules.field_map import FieldMap
from tests.analytics.test_columns_agree_with_rows import compared

pytestmark = pytest.mark.django_db
SPAN = Span(datetime(2000, 1, 1, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC))
COLUMNS = ("occurred_at", "account", "user", "module")
GOOD = ("2026-05-01T10:00:00.123456Z", "acme", "u1", "reactions")
BAD = (*GOOD[:3], "No Module")
LATE = ("2027-05-01T10:00:00.123456Z", *GOOD[1:])


HEAD = 64  # lines that are looked at to see how a file is written


class Counting(EventSession):
    """Knows how often it was asked for anything but a span or a count of groups."""

    asked = 0

    def ask(self, text: str, **values: object) -> list[Row]:
        self.asked += 1
        return super().ask(text, **values)


def as_csv(path: Path, rows: Sequence[Sequence[str]], end: str = "\n", last: str = "\n") -> Path:
    path.write_bytes((end.join(",".join(row) for row in (COLUMNS, *rows)) + last).encode())
    return path


def as_json(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    dumped = [json.dumps(dict(zip(COLUMNS, row, strict=True)), separators=(",", ":")) for row in rows]
    return as_lines(path, *dumped)


def as_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(line + "\n" for line in lines))
    return path


def as_parquet(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    values = ", ".join(str(tuple(row)) for row in rows)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    query = f"SELECT occurred_at::TIMESTAMPTZ AS occurred_at, * EXCLUDE (occurred_at) FROM (VALUES {values}) AS t"  # noqa: S608 - ours
    duckdb.execute(f"COPY ({query} ({names})) TO '{path}' (FORMAT parquet)")
    return path


def scanned(path: Path) -> tuple[Scanned | None, int]:
    kind = FileFormat(path.suffix[1:])
    with open_event_session(path.parent) as session:
        read = {"delimiter": ",", "source": "file"}
        plan = plan_scan(path, kind, Declared(FieldMap()), session.ask, utc=False, span=SPAN, **read)
        assert plan
        counting = Counting(session._connection)
        return scan_file(counting, plan, path.with_suffix(".taken")), counting.asked


ROWS = [GOOD, BAD, GOOD, LATE, BAD, GOOD]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_the_rows_left_out_are_known_without_a_second_reading(tmp_path: Path, kind: str) -> None:
    path = {"csv": as_csv, "jsonl": as_json, "parquet": as_parquet}[kind](tmp_path / f"rows.{kind}", ROWS)
    assert scanned(path) == (Scanned(3, (2, 4, 5)), 0)
    assert compared(path)


@pytest.mark.parametrize(("end", "last"), [("\n", ""), ("\r\n", "\r\n"), ("\r\n", "")])
def test_ends_of_lines_change_no_number(tmp_path: Path, end: str, last: str) -> None:
    path = as_csv(tmp_path / "rows.csv", [GOOD, BAD, GOOD, BAD], end, last)
    assert scanned(path)[0] == Scanned(2, (2, 4))
    assert compared(path)
    text = as_json(tmp_path / "rows.jsonl", [GOOD, BAD, GOOD, BAD]).read_text()
    path.with_suffix(".jsonl").write_bytes((text.rstrip("\n").replace("\n", end) + last).encode())
    assert scanned(path.with_suffix(".jsonl"))[0] == Scanned(2, (2, 4))
    assert compared(path.with_suffix(".jsonl"))


SHORT = ("", *BAD[1:])  # its text is the end of others


@pytest.mark.parametrize("last", ["\n", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize(
    "rows",
    [
        [BAD, GOOD, SHORT, BAD, BAD, GOOD, SHORT],
        [GOOD, BAD],
        [BAD, GOOD, LATE],
        [GOOD, SHORT, GOOD, BAD, GOOD],
    ],
)
def test_a_row_left_out_is_read_again_where_it_begins(
    tmp_path: Path, rows: Sequence[Sequence[str]], kind: str, end: str, last: str
) -> None:
    path = {"csv": as_csv, "jsonl": as_json}[kind](tmp_path / f"rows.{kind}", rows)
    path.write_bytes((path.read_text().rstrip("\n").replace("\n", end) + last.replace("\n", end)).encode())
    found, _ = scanned(path)
    assert found
    text, left = path.read_bytes(), [tuple(row) for row in rows if row != GOOD]
    assert found.starts or len(set(left)) < len(left), "only lines that say the same may be mixed up by two threads"
    for start, number in zip(found.starts, found.doubtful, strict=bool(found.starts)):
        assert text[:start].count(b"\n") == number - (kind == "jsonl")
        assert text[start - 1 : start] in {b"", b"\n"}
    assert found.doubtful == tuple(number for number, row in enumerate(rows, 1) if row != GOOD)
    assert compared(path)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_rows_left_out_far_from_each_other_keep_their_numbers(tmp_path: Path, kind: str) -> None:
    """Two threads note them, each in its own order, and some of them say the same."""
    rows = [(f"2026-05-01T10:00:00.{n:06}Z", *GOOD[1:]) if n % 1_000 else BAD for n in range(250_000)]
    path = {"csv": as_csv, "jsonl": as_json}[kind](tmp_path / f"rows.{kind}", rows)
    found, asked = scanned(path)
    assert (found, asked) == (Scanned(249_750, tuple(range(1, 250_000, 1_000))), 0)


def test_a_line_of_json_beyond_the_limit_is_rejected_alone(tmp_path: Path) -> None:
    good = json.dumps(dict(zip(COLUMNS, GOOD, strict=True)), separators=(",", ":"))
    path = as_lines(tmp_path / "long.jsonl", good, good.replace(":", ":" + " " * 1_048_576, 1), good)
    compared(path)


@pytest.mark.parametrize("odd", [COLUMNS, ("", *GOOD[1:]), GOOD[:3], ("",), ('"2026-05-01T10:00:00Z"', *BAD[1:])])
def test_what_its_text_does_not_tell_is_looked_for_by_number(tmp_path: Path, odd: Sequence[str]) -> None:
    path = as_csv(tmp_path / "rows.csv", [GOOD, BAD, odd, GOOD])
    assert scanned(path)[0] == Scanned(2, (2, 3))
    assert compared(path)


def line(account: str = '"acme"', user: str = '"u1"', rest: str = "}") -> str:
    return f'{{"occurred_at":"{GOOD[0]}","account":{account},"user":{user},"module":"reactions"{rest}'


@pytest.mark.parametrize(
    "lines",
    [
        [line("1e3", rest=',"":1}'), line("7"), line(rest=',"":""}')],
        [line("7", "8", rest=',"":""}')],
        [line("7", rest=',"x":5}'), line(rest=',"x":""}')],
        [line() + line(), ""],
        [line('["acme"]'), line("7")],
        [line('{"a":"b"}'), line("7"), line()[1:]],
        [line("7 "), line(rest=', "y":1}'), line()[:-1]],
        [line(rest=",}"), line()[:-14] + '"reactions"}', line().replace(",", " ", 1)],
        [line(rest=',"user":"u2"}'), line().replace(',"user":"u1"', "")],
        [line("null"), line(rest=',"":""}').replace('"u1"', "1")],
        [line(rest='} // ""'), line("7")],
        [line(rest=' /* "" */}'), line("7")],
        [line("'acme'"), line(rest=',"":1}')],
        ["[]" + line(), line()],
    ],
)
def test_no_line_of_json_passes_because_another_makes_up_for_it(tmp_path: Path, lines: list[str]) -> None:
    """The marks of a file may add up although two of its lines are wrong in opposite ways."""
    compared(as_lines(tmp_path / "odd.jsonl", *[line()] * HEAD, *lines, line()))
    compared(as_lines(tmp_path / "bad.jsonl", *[line()] * HEAD, *lines, line().replace("reactions", "No Module")))
