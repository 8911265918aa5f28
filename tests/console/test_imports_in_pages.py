"""Usage, section 1: every reject is retrievable in the console, however many imports came after it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics.api import Recipe, import_files
from analytics.models import ActivityImport
from lifecycle.rules.actors import Actor
from tests.cast import acme, paul

PAGE = "/console/imports/"


@pytest.fixture
def lost(db: None, tmp_path: Path) -> ActivityImport:
    """An import that rejected a row, before 250 that did not."""
    acme()
    file = tmp_path / "use.csv"
    good = "2026-01-05T10:00:00Z,acme,u1,reports\n" * 3
    file.write_text("occurred_at,account,user,module\n" + good + "yesterday,acme,u1,reports\n", encoding="utf-8")
    now = datetime(2026, 1, 6, tzinfo=UTC)
    import_files(addresses=[str(file)], recipe=Recipe(), actor=Actor.system("test"), now=now)
    ActivityImport.objects.bulk_create(
        ActivityImport(
            uuid=uuid4(), name=f"later-{number}.csv", sha256=f"{number:064d}", recipe="", status="imported",
            rows=1, added=1, repeated=0, rejected=0, created_at=now,
        )
        for number in range(250)
    )  # fmt: skip
    return ActivityImport.objects.get(rejected=1)


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(paul())
    return client


def test_rejects_open_however_many_imports_came_after(client: Client, lost: ActivityImport) -> None:
    """Only the one row is read of the table."""
    with CaptureQueriesContext(connection) as asked:
        assert "yesterday" in client.get(f"{PAGE}{lost.uuid}/").content.decode()
    (query,) = [each["sql"] for each in asked if 'FROM "analytics_activityimport"' in each["sql"]]
    assert lost.uuid.hex in query


def test_every_import_is_on_some_page(client: Client, lost: ActivityImport) -> None:
    seen: list[str] = []
    address = PAGE
    while True:
        page = client.get(address).context["page"]
        seen += [row.name for row in page.rows]
        if not page.pager.next_url:
            break
        address = PAGE + page.pager.next_url
    assert len(seen) == len(set(seen)) == 251
    assert seen[-1] == lost.name


def test_the_filter_shows_those_with_refused_rows_alone_also_in_the_file(client: Client, lost: ActivityImport) -> None:
    answer = client.get(PAGE, {"show": "rejects"})
    assert [row.name for row in answer.context["page"].rows] == [lost.name]
    assert f"{PAGE}{lost.uuid}/" in answer.content.decode()
    file = b"".join(client.get(PAGE + answer.context["page"].pager.csv_url)).decode()
    assert len(file.splitlines()) == 2
    ActivityImport.objects.filter(pk=lost.pk).update(rejected=0, added=4)
    assert "Nothing fits this filter" in client.get(PAGE, {"show": "rejects"}).content.decode()
    assert client.get(PAGE, {"show": "nonsense"}).status_code == 404
    assert client.get(PAGE, {"after": "\x00²"}).status_code == 200
