"""A2: users of a source that is once hashed are hashed in every delivery, also in one that only names it in a row."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from analytics.api import ActivityEvent, Recipe, import_events, try_files
from analytics.models import ActivitySource, EventFile
from analytics.rules.batch_body import read_body
from analytics.rules.import_report import FileOutcome
from analytics.services.ingest_batches import ingest
from analytics.services.ingest_receive import receive
from analytics.services.publish_import import sha256_of
from analytics.services.recipe import hidden_user
from analytics.services.take_files import Delivered, take_files
from analytics.services.workspace import events_dir
from tests.analytics.feeds import FEED, NOW, feed, taken
from tests.analytics.ingest.calls import a_token, as_lines, event
from tests.cast import acme

pytestmark = pytest.mark.django_db

COLUMNS = ("occurred_at", "account", "user", "module", "source")
MANY = 3_000  # more than 64 kB: read by columns


@pytest.fixture(autouse=True)
def hashed() -> None:
    acme()
    ActivitySource.objects.create(name="crm", hashes_users=True, created_at=NOW)


def row(user: str, source: str, at: str = "2026-05-01T10:00:00Z") -> tuple[str, ...]:
    return (at, "acme", user, "reactions", source)


def delivered(path: Path, recipe: Recipe) -> Delivered:
    return Delivered(path, path.name, sha256_of(path), recipe)


def users_by_source() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    files = [str(events_dir() / each.path) for each in EventFile.objects.all()]
    for source, user in duckdb.execute('SELECT source, "user" FROM read_parquet($files)', {"files": files}).fetchall():
        found.setdefault(source, set()).add(user)
    return found


@pytest.mark.parametrize("times", [1, MANY])
def test_rows_that_name_a_hashed_source_are_hashed_and_no_others(tmp_path: Path, times: int) -> None:
    rows = [row("ann", "crm"), row("bob", "web"), row("cid", "")]
    path = feed(tmp_path / "a.csv", [each for _ in range(times) for each in rows], columns=COLUMNS)
    assert taken(path).files[0].added == 3 * times
    assert users_by_source() == {"crm": {hidden_user("acme", "ann")}, "web": {"bob"}, "file": {"cid"}}
    assert ActivitySource.objects.filter(hashes_users=True).get().name == "crm"


def test_rows_of_a_hashed_delivery_are_hashed_once(tmp_path: Path) -> None:
    """Asked for by the call and by the source."""
    path = feed(tmp_path / "a.csv", [row("ann", "crm"), row("bob", "web")], columns=COLUMNS)
    taken(path, recipe=Recipe(source="crm", hash_users=True))
    assert users_by_source() == {"crm": {hidden_user("acme", "ann")}, "web": {hidden_user("acme", "bob")}}


@pytest.mark.parametrize("times", [1, MANY])
def test_a_plain_delivery_of_a_hashed_source_hashes_its_own_rows_and_no_others(tmp_path: Path, times: int) -> None:
    """A2: whoever delivers a row, its user has one id; what a row names stays in the open unless a call asks."""
    taken(feed(tmp_path / "a.csv", [row("bob", "web")], columns=COLUMNS))
    rows = [row("ann", "crm"), row("bob", "web", "2026-05-02T10:00:00Z"), row("cid", "")]
    path = feed(tmp_path / "b.csv", [each for _ in range(times) for each in rows], columns=COLUMNS)
    assert taken(path, recipe=Recipe(source="crm")).files[0].added == 3 * times
    hidden = {hidden_user("acme", "ann"), hidden_user("acme", "cid")}
    assert users_by_source() == {"crm": hidden, "web": {"bob"}}
    assert ActivitySource.objects.filter(hashes_users=True).get().name == "crm"


def test_a_file_of_a_hashed_source_is_known_again_whether_hashing_is_asked_for_or_not(tmp_path: Path) -> None:
    """A2, N4."""
    path = feed(tmp_path / "a.csv", [row("ann", "")], columns=COLUMNS)
    taken(path, recipe=Recipe(source="crm", hash_users=True))
    assert taken(path, recipe=Recipe(source="crm")).files[0].outcome is FileOutcome.ALREADY
    (again,) = take_files(files=[delivered(path, Recipe(source="crm"))], actor=FEED, now=NOW)
    assert again.outcome is FileOutcome.ALREADY


@pytest.mark.parametrize("is_first", [True, False])
def test_sources_that_are_asked_to_be_hashed_are_so_in_every_file_of_the_pass(tmp_path: Path, is_first: bool) -> None:
    """A2: also those that the rows of the asking file name, wherever in the pass it stands."""
    plain = delivered(feed(tmp_path / "a.csv", [row("bob", "web")], columns=COLUMNS), Recipe())
    named = feed(tmp_path / "b.csv", [row("ann", "web"), row("dan", "app")], columns=COLUMNS)
    asking = delivered(named, Recipe(source="app", hash_users=True))
    files = [asking, plain] if is_first else [plain, asking]
    reports = take_files(files=files, actor=FEED, now=NOW)
    assert [each.file for each in reports] == [each.name for each in files]
    hidden = {name: hidden_user("acme", name) for name in ("ann", "bob", "dan")}
    assert users_by_source() == {"web": {hidden["ann"], hidden["bob"]}, "app": {hidden["dan"]}}


def test_what_a_connector_hands_over_is_hashed_too() -> None:
    event = ActivityEvent(datetime(2026, 5, 1, 10, tzinfo=UTC), "acme", "ann", "reactions")
    import_events(events=[event], source="crm", name="a", sha256="0" * 64, actor=FEED, now=NOW)
    assert users_by_source() == {"crm": {hidden_user("acme", "ann")}}


def test_what_a_program_sends_is_hashed_too() -> None:
    """A2: its rows are of its token's source, whatever they name."""
    body = as_lines([event(1, user="ann", source="web")])
    lines = read_body(body, media_type="application/x-ndjson")
    receive(body=body, lines=lines, idempotency_key="", token=a_token(source="crm")[0], now=NOW)
    assert ingest(now=NOW) == 1
    assert users_by_source() == {"crm": {hidden_user("acme", "ann")}}


def test_a_trial_shows_no_user_of_a_hashed_source(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.csv", [row("ann", "crm"), row("bob", "web")], columns=COLUMNS)
    (report,) = try_files(addresses=[str(path)], recipe=Recipe(), now=NOW).files
    assert [each.user for each in report.sample] == [hidden_user("acme", "ann"), "bob"]


def test_addresses_are_hidden_in_bad_rows_that_are_or_may_be_of_a_hashed_source(tmp_path: Path) -> None:
    torn = (*row("dan@acme.example", "web"), "one cell too many")
    rows = [row("ann@acme.example", "crm", "x"), row("bob@acme.example", "web", "x"), torn]
    (report,) = taken(feed(tmp_path / "a.csv", rows, columns=COLUMNS)).files
    assert report.rejected == 3
    told = Path(report.rejects_file).read_text()
    assert [name in told for name in ("ann@", "bob@", "dan@")] == [False, True, False]


def test_a_bad_row_of_a_hashed_delivery_shows_no_address_unless_it_names_another_source(tmp_path: Path) -> None:
    """A2: blanks name none, and a name that cannot be read may be any."""
    named = {"ann@acme.example": " ", "bob@acme.example": "web", "cid@acme.example": "c" * 65}
    rows = [row(user, source, "x") for user, source in named.items()]
    (report,) = taken(feed(tmp_path / "a.csv", rows, columns=COLUMNS), recipe=Recipe(source="crm")).files
    told = Path(report.rejects_file).read_text()
    assert [name in told for name in named] == [False, True, False]
