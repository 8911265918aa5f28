"""Do the examples of docs/sending_activity.md do what the page says they do?"""

import json
import shlex
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.core.management import call_command
from django.test import override_settings

from analytics.models import ActivityBatch, ActivityImport
from config.wsgi import application
from tests.analytics.ingest.calls import Silent, a_token, ask, events, send
from tests.docs.pages import fences, read

PAGE = read("docs/sending_activity.md")


@contextmanager
def served() -> Iterator[str]:
    """The site on loopback, in a thread."""
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=False)
def test_the_body_is_taken_and_the_receipt_has_the_shape_of_the_page() -> None:
    body, receipt = fences(PAGE, "json")
    text = a_token()[1]
    answer = send(text, body.encode())
    assert answer.status_code == 202
    assert list(answer.json()) == list(json.loads(receipt))
    batch = ActivityBatch.objects.get()
    found = ask(text, f"/api/v1/activity/{batch.uuid}").json()
    assert {"status", "added", "repeated", "rejected", "rejects", "rejects_url", "message"} <= set(found)


def test_the_program_of_the_page_gets_its_receipt(live_db: SimpleNamespace) -> None:
    (source,) = fences(PAGE, "python")
    (text,) = [a_token()[1]]
    with served() as address:
        scope: dict[str, Any] = {}
        source = source.replace("http://127.0.0.1:8000", address).replace('"TOKEN"', repr(text))
        exec(compile(source, "docs/sending_activity.md", "exec"), scope)  # noqa: S102 - a page of ours
        receipt = scope["send"](events(3))
    assert (receipt["events"], receipt["source"]) == (3, "shop")
    assert ActivityBatch.objects.get().events == 3


@pytest.mark.django_db
def test_the_query_of_the_page_is_imported_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (query,) = fences(PAGE, "sql")
    monkeypatch.chdir(tmp_path)
    Path("uses.sql").write_text(query)
    with closing(sqlite3.connect("host.db")) as database:
        database.execute("CREATE TABLE uses (id INTEGER, used_at TEXT, organization TEXT, person TEXT, feature TEXT)")
        database.execute("INSERT INTO uses VALUES (7, '2026-05-04T09:15:00Z', 'acme', 'u-17', 'reports')")
        database.commit()
    calls = [line for body in fences(PAGE, "sh") for line in body.splitlines() if "--sql" in line]
    for line in calls:
        call_command(*shlex.split(line)[2:], stdout=StringIO())
    (taken,) = ActivityImport.objects.all()
    assert (len(calls), taken.added, taken.name) == (2, 1, "query of sqlite:///host.db")
