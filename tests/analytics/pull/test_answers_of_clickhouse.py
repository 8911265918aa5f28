"""A2, P14: what ClickHouse answers over HTTP is taken wholly or is a fault; `make scale` asks a real one.

The server speaks its protocol and says what it is told to say.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from analytics.connectors.sql.databases import QueryFault
from analytics.connectors.sql.warehouses import Link, warehouse_link, warehouse_location
from analytics.engines.portable.pull import Field, Table
from analytics.services.pull_day import DayWork, pull_day

DAY = date(2026, 5, 1)
AT = "2026-05-01 10:00:00.000001"
ROW = ["2026-05-01", 40, "files", "acme", "u", "lake", "3", "3", AT, AT]
FIELDS = {name: Field(column=name) for name in ("occurred_at", "account", "user", "module")}
Said = tuple[int, bytes]


def rows(*listed: Sequence[object]) -> Said:
    """As the server writes them: beyond ASCII as it is."""
    return 200, "\n".join(['["names"]', *(json.dumps(each, ensure_ascii=False) for each in listed)]).encode()


class Speaker(HTTPServer):
    def __init__(self, answers: Sequence[Said]) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers = list(answers)
        self.asked: list[tuple[str, str | None, str]] = []


class Answering(BaseHTTPRequestHandler):
    server: Speaker

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, self.headers["X-ClickHouse-Key"], query))
        status, body = self.server.answers.pop(0)
        self.send_response(abs(status))
        self.send_header("Content-Length", str(len(body) + (5 if status < 0 else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def speaking(*answers: Said) -> Iterator[tuple[Link, Speaker]]:
    with Speaker(answers) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            address = f"clickhouse://reader:p%40ss@127.0.0.1:{server.server_port}/lake"
            with warehouse_link(address) as link:
                yield link, server
        finally:
            server.shutdown()


def table() -> Table:
    return Table("clickhouse", ("uses",), FIELDS, "lake", until=datetime(2026, 6, 1, tzinfo=UTC))


def tally(counted: int) -> Said:
    return rows(["rows", "", counted, AT], ["events", "", counted, AT], ["counted", "", counted, AT])


def test_the_database_the_password_and_the_right_to_read_go_with_each_question() -> None:
    with speaking((200, b'["at","org"]')) as (link, server):
        assert link.columns("SELECT * FROM uses") == {"at": False, "org": False}
        ((path, key, query),) = server.asked
    assert (key, query) == ("p@ss", "SELECT * FROM uses LIMIT 0")
    assert "database=lake" in path
    assert "readonly=2" in path
    assert warehouse_location("clickhouses://u:p@example.org/lake") == "clickhouses://example.org/lake"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, b"Code: 47. DB::Exception: no\nstack"), "does not answer the query: Code: 47. DB::Exception: no"),
        ((200, b'["names"]\nCode: 159. Timeout exceeded'), "broke off its answer"),
        ((200, b'["names"]\n{"exception": "x"}'), "something else than rows"),
        ((-200, b'["names"]\n["a"]\n'), "does not answer: RemoteProtocolError"),
    ],
)
def test_an_answer_that_fails_in_its_midst_is_a_fault(answer: Said, why: str) -> None:
    with speaking(answer) as (link, _), pytest.raises(QueryFault, match=why) as said:
        list(link.rows("SELECT 1"))
    assert "p@ss" not in str(said.value)


@pytest.mark.parametrize(
    ("rolled", "why"),
    [
        ([], "4 events were counted there, 0 came"),
        ([ROW], "4 events were counted there, 3 came"),
        ([ROW[:-1]], "a row has 9 columns"),
        ([["2026-05-02", *ROW[1:]]], "a row of 2026-05-02 came"),
        ([[*ROW[:-1], "soon"]], "'soon' is no time"),
        ([[*ROW[:6], "many", *ROW[7:]]], "invalid literal"),
    ],
)
def test_half_a_day_is_none(tmp_path: Path, rolled: list[list[object]], why: str) -> None:
    with speaking(tally(4), rows([0, None]), rows(*rolled)) as (link, _), pytest.raises(QueryFault, match=why):
        pull_day(link, table(), DayWork(DAY, "day"), tmp_path)
    assert not list(tmp_path.glob("*.parquet"))


@pytest.mark.parametrize("spoilt", [b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xff"])
def test_a_name_that_no_event_can_have_is_a_bad_row_of_the_day(tmp_path: Path, spoilt: bytes) -> None:
    """Ends of lines of Unicode, which end none of JSON, and what is no UTF-8."""
    status, body = rows([*ROW[:4], "好", *ROW[5:6], "300", *ROW[7:]], [*ROW[:4], "u?", *ROW[5:]])
    with speaking(tally(303), rows([0, None]), (status, body.replace(b"?", spoilt))) as (link, _):
        found = pull_day(link, table(), DayWork(DAY, "day"), tmp_path)
    assert (found.report.added, found.report.rejected, found.rows) == (300, 3, 1)
    assert [one.field for one in found.report.reasons] == ["user"]


def test_what_came_of_a_day_goes_when_it_is_done(tmp_path: Path) -> None:
    """The first pull is of years: its room holds one day at a time."""
    with speaking(tally(3), rows([0, None]), rows(ROW), tally(4), rows([0, None]), rows(ROW)) as (link, _):
        pull_day(link, table(), DayWork(DAY, "day"), tmp_path)
        with pytest.raises(QueryFault):
            pull_day(link, table(), DayWork(DAY, "day"), tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [f"{DAY}.parquet"]


def test_rows_that_came_between_two_questions_are_taken(tmp_path: Path) -> None:
    """There is no snapshot over both; the next pull sees another count and compares the day anew."""
    with speaking(tally(2), rows([0, None]), rows(ROW)) as (link, _):
        found = pull_day(link, table(), DayWork(DAY, "day"), tmp_path)
    assert (found.report.rows, found.report.added, found.rows) == (3, 3, 1)


def test_a_day_of_which_nothing_counts_has_no_file(tmp_path: Path) -> None:
    left = rows(["rows", "", 2, AT], ["events", "", 2, AT], ["counted", "", 0, None])
    with speaking(rows(["bot.x"], [None]), left, rows([0, None]), rows()) as (link, server):
        found = pull_day(link, table(), DayWork(DAY, "day", ("bot.*",)), tmp_path)
    assert (found.report.added, found.path) == (2, None)
    assert "'bot.x'" in server.asked[1][2]
