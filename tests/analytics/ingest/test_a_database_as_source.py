"""A2, N48: is what is new in a database imported, and only that, also when rows come late or a run dies?"""

import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from analytics.connectors.sql.databases import QueryFault, Since, location_of, rows_of
from analytics.models import ActivityImport, ImportedDay, QueryCursor
from analytics.rules.watermarks import HighWater, WatermarkFault, as_text, is_further, kind_of, read_again_from
from analytics.services.ingest_query import ActivityQuery, import_query, try_query
from analytics.services.recipe import Recipe
from analytics.services.workspace import activity_dir
from lifecycle.api import BadInput
from lifecycle.rules.actors import Actor
from tests.cast import acme

ACTOR = Actor.system("test")
NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
COLUMNS = "id INTEGER PRIMARY KEY, at TEXT, org TEXT, person TEXT, feature TEXT"
QUERY = (
    "SELECT id, at AS occurred_at, org AS account, person AS user, feature AS module, 'e' || id AS event_id FROM uses;"
)


@pytest.fixture
def uses(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(tmp_path / "host.db") as database:
        database.execute(f"CREATE TABLE uses ({COLUMNS})")
        yield database
    database.close()


def add(database: sqlite3.Connection, *numbers: int) -> None:
    rows = [
        (number, f"2026-05-{number % 28 + 1:02}T10:00:00Z", "acme", f"u{number}", "reactions") for number in numbers
    ]
    database.executemany("INSERT INTO uses VALUES (?, ?, ?, ?, ?)", rows)
    database.commit()


def run(path: Path, *, column: str = "id", query: str = QUERY) -> tuple[int, int, int]:
    asked = ActivityQuery(f"sqlite:///{path}", query, column)
    (found,) = import_query(query=asked, recipe=Recipe(source="host"), actor=ACTOR, now=NOW).files
    return found.rows, found.added, found.repeated


@pytest.mark.django_db
def test_the_next_run_takes_only_what_is_new(uses: sqlite3.Connection, tmp_path: Path) -> None:
    acme()
    add(uses, *range(1, 3_001))
    path = tmp_path / "host.db"
    assert run(path) == (3_000, 3_000, 0)
    add(uses, 3_001, 3_002)
    rows, added, repeated = run(path)
    assert (added, rows, repeated) == (2, 1_003, 1_001), "the last thousand ids are read again: one may have come late"
    assert QueryCursor.objects.get().value == "3002"
    assert run(path)[1] == 0
    assert run(path, column="")[:2] == (3_002, 0), "without a column all is read, and what is known is not taken twice"


@pytest.mark.django_db
def test_a_row_that_was_committed_late_is_not_missed(uses: sqlite3.Connection, tmp_path: Path) -> None:
    add(uses, 1, 2, 4)
    run(tmp_path / "host.db")
    add(uses, 3)
    assert run(tmp_path / "host.db")[1] == 1


@pytest.mark.django_db
def test_a_run_that_dies_before_it_says_how_far_it_was_reads_again(uses: sqlite3.Connection, tmp_path: Path) -> None:
    add(uses, 1, 2)
    run(tmp_path / "host.db")
    QueryCursor.objects.all().delete()
    add(uses, 3)
    assert run(tmp_path / "host.db") == (3, 1, 2)
    assert sum(ImportedDay.objects.values_list("events", flat=True)) == 3


@pytest.mark.django_db
def test_how_far_was_read_never_goes_back(uses: sqlite3.Connection, tmp_path: Path) -> None:
    add(uses, 1, 2)
    run(tmp_path / "host.db")
    uses.execute("DELETE FROM uses WHERE id = 2")
    uses.commit()
    run(tmp_path / "host.db")
    assert QueryCursor.objects.get().value == "2"


@pytest.mark.django_db
def test_a_refused_run_leaves_the_place_where_it_was(uses: sqlite3.Connection, tmp_path: Path) -> None:
    add(uses, 1)
    query = QUERY.replace("feature AS", "'?' AS")
    asked = ActivityQuery(f"sqlite:///{tmp_path / 'host.db'}", query, "id")
    report = import_query(query=asked, recipe=Recipe(source="host"), actor=ACTOR, now=NOW)
    assert report.refused
    assert not QueryCursor.objects.exists()


@pytest.mark.django_db
def test_a_server_is_read_through_a_cursor_in_a_transaction_that_may_only_read() -> None:
    address = _address()
    query = (
        "SELECT now() - n * interval '1 hour' AS occurred_at, 'acme' AS account, 'u' || n AS \"user\", 'reactions' AS"
        " module, n::numeric / 4 AS quantity, 'e%' || n AS event_id FROM generate_series(1, 6000) AS n"
    )
    with rows_of(address, query, Since("occurred_at")) as found:
        rows = list(found.rows)
    assert (len(rows), rows[3][4], rows[0][5]) == (6_000, Decimal(1), "e%1")
    with rows_of(address, query, Since("occurred_at", rows[9][0])) as found:
        assert len(list(found.rows)) == 10
    writing = "SELECT nextval('lifecycle_account_id_seq')"
    with pytest.raises(QueryFault, match="read-only"), rows_of(address, writing, None) as found:
        list(found.rows)


def _address() -> str:
    found = connection.settings_dict
    given = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "password": found["PASSWORD"]}
    info = psycopg.conninfo.make_conninfo(dbname=found["NAME"], **{k: v for k, v in given.items() if v})
    pairs = psycopg.conninfo.conninfo_to_dict(info)
    rest = "&".join(f"{name}={value}" for name, value in pairs.items() if name not in {"dbname", "user", "password"})
    return f"postgresql://{pairs['user']}:{pairs.get('password', '')}@/{pairs['dbname']}?{rest}"


def command(*words: str) -> tuple[int, str]:
    said, complained, code = StringIO(), StringIO(), 0
    try:
        call_command("import_activity", *words, stdout=said, stderr=complained)
    except SystemExit as end:
        code = int(str(end.code))
    return code, said.getvalue() + complained.getvalue()


@pytest.mark.django_db
def test_the_command_tries_first_and_then_imports(uses: sqlite3.Connection, tmp_path: Path) -> None:
    add(uses, 1, 2)
    (tmp_path / "uses.sql").write_text(QUERY)
    words = ["--sql", f"sqlite:///{tmp_path / 'host.db'}", "--query", str(tmp_path / "uses.sql"), "--watermark", "id"]
    code, said = command(*words, "--dry-run", "--json")
    tried = json.loads(said)["files"][0]
    assert (code, tried["rows"], len(tried["sample"])) == (0, 2, 2)
    assert not ActivityImport.objects.exists()
    assert command(*words)[0] == 0
    assert command(*words)[0] == 3
    assert command(*words, "more.csv")[0] == command("--sql", "x", "--query", "none.sql")[0] == command()[0] == 1


@pytest.mark.django_db
def test_a_time_kept_as_text_is_read_again_for_an_hour(uses: sqlite3.Connection, tmp_path: Path) -> None:
    """And a row whose time is not known yet does not say how far was read."""
    times = ["2026-05-01T10:00:00Z", "2026-05-01T11:30:00Z", None]
    rows = [(number, at, "acme", f"u{number}", "reactions") for number, at in enumerate(times)]
    uses.executemany("INSERT INTO uses VALUES (?, ?, ?, ?, ?)", rows)
    uses.commit()
    assert run(tmp_path / "host.db", column="occurred_at") == (3, 2, 0)
    uses.execute("INSERT INTO uses VALUES (9, '2026-05-01T10:45:00Z', 'acme', 'late', 'reactions')")
    uses.commit()
    assert run(tmp_path / "host.db", column="occurred_at") == (2, 1, 1)


@pytest.mark.django_db
def test_text_that_is_no_time_says_nothing_of_a_server_whose_order_is_its_own() -> None:
    recipe, query = Recipe(source="host"), "SELECT 'Zed' AS name, '2026-05-01T10:00:00Z' AS at"
    with pytest.raises(BadInput, match="orders texts in its own way"):
        try_query(query=ActivityQuery(_address(), query, "name"), recipe=recipe, now=NOW)
    assert try_query(query=ActivityQuery(_address(), query, "at"), recipe=recipe, now=NOW).files[0].rows == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "column", "said"),
    [
        (" ; ", "", "empty"),
        (QUERY, "absent", "no column 'absent'"),
        ("SELECT x FROM nowhere", "", "no such table"),
        ("DELETE FROM uses", "", "does not answer"),
        ("SELECT 1.5 AS id", "id", "float does not say how far"),
        ("SELECT 1 AS id UNION ALL SELECT 'a'", "id", "both number and text"),
        ("SELECT x'ff' AS account", "", "row 1 cannot be written as JSON"),
    ],
)
def test_a_query_that_does_not_serve_is_told_why(
    uses: sqlite3.Connection, tmp_path: Path, query: str, column: str, said: str
) -> None:
    asked = ActivityQuery(f"sqlite:///{tmp_path / 'host.db'}", query, column)
    with pytest.raises(BadInput, match=said):
        import_query(query=asked, recipe=Recipe(source="host"), actor=ACTOR, now=NOW)
    with pytest.raises(BadInput, match=said):
        try_query(query=asked, recipe=Recipe(source="host"), now=NOW)


@pytest.mark.django_db
def test_rows_of_a_server_are_imported_with_their_times_and_decimals() -> None:
    query = (
        "SELECT now() - interval '999 days' AS at, 'acme' AS account, 'u' AS \"user\", 'm' AS module, 0.25 AS quantity"
    )
    asked = ActivityQuery(_address(), query.replace(" AS at", " AS occurred_at"), "occurred_at")
    left = activity_dir() / "queries" / "left"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    now = datetime.now(UTC)  # noqa: TID251 - the server's clock is the real one
    report = import_query(query=asked, recipe=Recipe(source="host"), actor=ACTOR, now=now)
    assert (report.added, QueryCursor.objects.get().kind, left.exists()) == (1, "time", False)


def test_an_address_is_shown_without_its_password() -> None:
    assert (
        location_of("postgresql://me:secret@db.example:5433/host?sslmode=require")
        == "postgresql://db.example:5433/host"
    )
    with pytest.raises(QueryFault, match="postgresql://"):
        location_of("mysql://x")


@pytest.mark.parametrize(
    ("value", "kind", "again"),
    [
        (7_000, "number", 6_000),
        (Decimal("7000.5"), "number", Decimal("6000.5")),
        (datetime(2026, 5, 1, 12, tzinfo=UTC), "time", datetime(2026, 5, 1, 11, tzinfo=UTC)),
        (datetime(2026, 5, 1, 12), "local_time", datetime(2026, 5, 1, 11)),  # noqa: DTZ001 - a column without zone
        (date(2026, 5, 2), "date", date(2026, 5, 1)),
        ("b", "text", "b"),
        ("2026-05-01T12:00:00Z", "text_t", "2026-05-01T11:00:00"),
        ("2026-05-01 00:30:00.25", "text_blank", "2026-04-30 23:30:00"),
        ("2026-05-01 12:00:00+00:00", "text_blank", "2026-05-01 11:00:00"),
        ("2026-05-01", "text_date", "2026-04-30"),
        ("2026-05-01T12:00:00+02:00", "text", "2026-05-01T12:00:00+02:00"),
        ("2026-13-01T12:00:00Z", "text", "2026-13-01T12:00:00Z"),
    ],
)
def test_each_kind_of_value_is_kept_and_moved_back_by_what_may_come_late(
    value: object, kind: str, again: object
) -> None:
    assert (kind_of(value), read_again_from(kind, as_text(value))) == (kind, again)
    assert not is_further(kind, as_text(value), as_text(value))


def test_values_of_two_kinds_or_of_none_say_nothing() -> None:
    seen = HighWater()
    seen.add(None)
    seen.add("")
    seen.add(2)
    seen.add(1)
    assert seen.value == 2
    for bad in ("x", True, 1.5, timedelta(1)):
        with pytest.raises(WatermarkFault):
            seen.add(bad)
