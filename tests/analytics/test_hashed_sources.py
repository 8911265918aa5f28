"""A2: users of a source that is once hashed are hashed in every delivery, also in one that only names it in a row."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from analytics.api import ActivityEvent, Recipe, import_events, try_files
from analytics.models import ActivitySource, EventFile
from analytics.services.recipe import hidden_user
from analytics.services.workspace import events_dir
from tests.analytics.feeds import FEED, NOW, feed, taken
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


def test_what_a_connector_hands_over_is_hashed_too() -> None:
    event = ActivityEvent(datetime(2026, 5, 1, 10, tzinfo=UTC), "acme", "ann", "reactions")
    import_events(events=[event], source="crm", name="a", sha256="0" * 64, actor=FEED, now=NOW)
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
