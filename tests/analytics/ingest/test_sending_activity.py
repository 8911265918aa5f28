"""What does a program learn that hands over activity: a receipt, or why nothing was taken? (A2, N57, N64, N66, N69)"""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from analytics.models import ActivityBatch
from analytics.rest.problems import as_problem
from analytics.rules import backlog as rules
from analytics.services.ingest_spool import spool_dir, spooled
from lifecycle.models import AuditEvent, MachineToken
from lifecycle.services.machine_tokens import revoke_token
from tests.analytics.ingest.calls import ACTOR, ADDRESS, LONG_AGO, a_token, as_lines, ask, event, events, send
from tests.cast import alice, paul

pytestmark = pytest.mark.django_db
BODY = json.dumps({"events": events(3)}).encode()


@pytest.fixture(autouse=True)
def plain_http() -> Iterator[None]:
    with override_settings(SECURE_SSL_REDIRECT=False):
        yield
    for path in spool_dir().glob("*"):
        path.unlink()


@pytest.fixture
def token() -> str:
    return a_token()[1]


def test_a_batch_is_kept_and_its_receipt_says_what_was_received(token: str) -> None:
    answer = send(token, BODY, idempotency_key="first")
    assert answer.status_code == 202
    receipt = answer.json()
    batch = ActivityBatch.objects.get()
    assert (receipt["uuid"], receipt["events"], receipt["source"]) == (str(batch.uuid), 3, "shop")
    assert answer.headers["Location"] == receipt["url"]
    assert [json.loads(line) for line in spooled(batch.uuid).read_text().splitlines()] == events(3)
    found = ask(token, f"{ADDRESS}/{batch.uuid}").json()
    assert (found["status"], found["added"], found["rejects_url"]) == ("received", 0, None)


def test_each_batch_is_on_record_with_the_token_that_brought_it(token: str) -> None:
    send(token, BODY)
    recorded = AuditEvent.objects.get(action="analytics.batch.received")
    assert (recorded.actor, recorded.subject) == ("shop-events", str(ActivityBatch.objects.get()))


@pytest.mark.parametrize("key", ["first", ""])
def test_the_same_call_again_gets_the_same_receipt(token: str, key: str) -> None:
    headers = {"idempotency_key": key} if key else {}
    first = send(token, BODY, **headers)
    again = send(token, gzip.compress(BODY), content_encoding="gzip", **headers)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert ActivityBatch.objects.count() == len(list(spool_dir().iterdir())) == 1


def test_another_token_of_the_same_source_continues_where_the_first_one_was(token: str) -> None:
    first = send(token, BODY, idempotency_key="first")
    assert send(a_token("new-token")[1], BODY, idempotency_key="first").json() == first.json()
    other = send(a_token("other", source="mobile")[1], BODY, idempotency_key="first")
    assert other.json()["uuid"] != first.json()["uuid"]


def test_a_key_that_stands_for_another_body_takes_nothing(token: str) -> None:
    send(token, BODY, idempotency_key="first")
    answer = send(token, json.dumps(events(2)).encode(), idempotency_key="first")
    assert_problem(answer, 422, "key-reused")
    assert ActivityBatch.objects.count() == 1


def test_the_same_bytes_read_otherwise_are_another_batch(token: str) -> None:
    """One document in one line: sent as lines by mistake, then as what it is."""
    mistaken = send(token, BODY, media_type="application/x-ndjson").json()
    meant = send(token, BODY).json()
    assert (mistaken["events"], meant["events"]) == (1, 3)
    assert mistaken["uuid"] != meant["uuid"]
    send(token, BODY, media_type="application/x-ndjson", idempotency_key="first")
    assert_problem(send(token, BODY, idempotency_key="first"), 422, "key-reused")


def test_lines_are_taken_too(token: str) -> None:
    assert send(token, as_lines(events(5)), media_type="application/x-ndjson").json()["events"] == 5


@pytest.mark.parametrize(
    ("body", "headers", "status", "kind"),
    [
        (b"[", {}, 400, "malformed"),
        (b"[{}]", {"idempotency_key": "x" * 256}, 400, "bad-key"),
        (b"[" + b",".join([b"{}"] * 10_001) + b"]", {}, 413, "too-large"),
        (gzip.compress(b" " * 6_000_000), {"content_encoding": "gzip"}, 413, "too-large"),
        (b" " * 5_000_001, {}, 413, "too-large"),
        (b"[{}]", {"media_type": "text/csv"}, 415, "not-read-here"),
        (b"[{}]", {"media_type": "application/json; charset=latin-1"}, 415, "charset"),
        (b"[{}]", {"content_encoding": "br"}, 415, "not-read-here"),
        (b"[{}]", {"content_length": "4.0"}, 411, "length-required"),
    ],
)
def test_a_call_that_is_not_taken_says_why(
    token: str, body: bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    assert_problem(send(token, body, **headers), status, kind)
    assert not ActivityBatch.objects.exists()


def test_a_body_that_ends_too_early_is_not_taken(token: str) -> None:
    short: dict[str, Any] = {"wsgi.input": BytesIO(b"[{}]"), "CONTENT_LENGTH": "9"}
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post(ADDRESS, content_type="application/json", headers=headers, **short)
    assert_problem(answer, 400, "cut-off")


def test_a_full_backlog_asks_to_come_again(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    send(token, BODY)
    monkeypatch.setattr(rules, "MOST_EVENTS", 3)
    answer = send(token, json.dumps(events(1, first=9)).encode())
    assert_problem(answer, 429, "backlog")
    assert int(answer.headers["Retry-After"]) >= 1
    assert send(token, BODY).status_code == 202, "what was received has its receipt all the same"


def test_a_disk_that_takes_nothing_asks_to_come_again(token: str) -> None:
    spool_dir().rmdir()
    spool_dir().write_text("in the way")
    try:
        assert_problem(send(token, BODY), 503, "not-kept")
    finally:
        spool_dir().unlink()
        spool_dir().mkdir()
    assert not ActivityBatch.objects.exists()


def test_a_token_that_opens_nothing_is_told_so_and_no_more(token: str) -> None:
    MachineToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))  # noqa: TID251 - as the view reads it
    expired = send(token, BODY)
    MachineToken.objects.update(expires_at=None)
    revoke_token(name="shop-events", actor=ACTOR, now=LONG_AGO)
    answers = [expired, send(token, BODY), send("nonsense", BODY), send(token.replace("test", "production"), BODY)]
    for answer in answers:
        assert_problem(answer, 401, "unauthorized")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json() == answers[0].json()


def test_strangers_staff_and_tokens_without_the_right_send_nothing(client: Client, token: str) -> None:
    assert client.post(ADDRESS, data=BODY, content_type="application/json").status_code == 401
    client.force_login(paul())
    assert client.post(ADDRESS, data=BODY, content_type="application/json").status_code == 401
    MachineToken.objects.update(rights=["something:else"])
    assert_problem(send(token, BODY), 403, "forbidden")
    assert not ActivityBatch.objects.exists()


def test_a_key_in_the_other_header_is_the_same_token(token: str) -> None:
    answer = Client().post(ADDRESS, data=BODY, content_type="application/json", headers={"X-API-Key": token})
    assert answer.status_code == 202


def test_receipts_are_for_their_sender_and_for_staff(client: Client, token: str) -> None:
    path = f"{ADDRESS}/{send(token, BODY).json()['uuid']}"
    assert_problem(ask(a_token("other", source="mobile")[1], path), 404, "not-found")
    assert client.get(path).status_code == 401
    client.force_login(alice())
    assert client.get(path).status_code == 403
    client.force_login(paul())
    assert client.get(path).json()["source"] == "shop"


def test_a_batch_that_is_none_is_not_there(token: str) -> None:
    for name in ("0b7f5c9e-2f43-4a8e-9d1c-3f6f1f0a7c55", "none", "%00"):
        assert_problem(ask(token, f"{ADDRESS}/{name}"), 404, "not-found")
        assert_problem(ask(token, f"{ADDRESS}/{name}/rejects"), 404, "not-found")


def test_other_methods_are_told_which_there_are(token: str) -> None:
    assert_problem(ask(token, ADDRESS), 405, "method-not-allowed")


def test_what_a_killed_receiver_left_half_written_never_becomes_a_batch(token: str) -> None:
    Path(spool_dir() / "x.part").write_bytes(b"{")
    send(token, as_lines([event(1)]), media_type="application/x-ndjson")
    assert ActivityBatch.objects.get().events == 1


def assert_problem(answer: Any, status: int, kind: str) -> None:
    found = json.loads(answer.content)
    assert (answer.status_code, found["status"], found["type"]) == (status, status, f"urn:sunsetter:{kind}"), found
    assert set(found) == {"type", "title", "status", "detail", "instance"}


def test_a_fault_of_ours_is_no_problem_of_the_caller() -> None:
    assert as_problem(ValueError("ours"), {}) is None
