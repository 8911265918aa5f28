"""What becomes of a batch that was received: imported, refused or repeated, and never half of it? (A2, N5, N14, P2)"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import override_settings

from analytics.models import ActivityBatch, ActivityImport, RollupPartition
from analytics.rules import backlog
from analytics.rules.batch_body import read_body
from analytics.services import ingest_claim
from analytics.services.ingest_batches import ingest
from analytics.services.ingest_receive import Backlogged, _take_back, receive
from analytics.services.ingest_spool import lay_down, spool_dir, spooled
from analytics.tasks import ingest as heard
from lifecycle.models import AuditEvent
from tests.analytics.ingest.calls import ADDRESS, a_token, as_lines, ask, event, events
from tests.cast import acme

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_http() -> Iterator[None]:
    acme()
    with override_settings(SECURE_SSL_REDIRECT=False):
        yield
    for path in spool_dir().glob("*"):
        path.unlink()


def received(rows: list[dict[str, object]], *, key: str = "", source: str = "shop") -> ActivityBatch:
    name = f"{source}-{uuid4()}"
    body = as_lines(rows)
    lines = read_body(body, media_type="application/x-ndjson")
    return receive(body=body, lines=lines, idempotency_key=key, token=a_token(name, source=source)[0], now=NOW)[0]


def figures(batch: ActivityBatch) -> tuple[object, ...]:
    batch.refresh_from_db()
    return batch.status, batch.added, batch.repeated, batch.rejected


def test_what_waits_is_imported_rolled_up_and_taken_from_the_spool() -> None:
    batch = received(events(5))
    assert ingest(now=NOW) == 1
    assert figures(batch) == ("imported", 5, 0, 0)
    assert sum(RollupPartition.objects.values_list("rows", flat=True)) == 5
    assert not spooled(batch.uuid).exists()
    assert ingest(now=NOW) == 0


def rolled_up() -> int:
    return sum(RollupPartition.objects.values_list("rows", flat=True))


def test_a_day_is_not_rolled_up_with_each_batch_but_in_time() -> None:
    for number, seconds, seen in ((1, 0, 1), (2, 5, 1), (3, 35, 3)):
        received([event(number)], key=str(number))
        ingest(now=NOW + timedelta(seconds=seconds))
        assert rolled_up() == seen


def test_the_command_imports_what_waits() -> None:
    with pytest.raises(SystemExit, match="3"):
        call_command("ingest", stdout=StringIO())
    batch, said = received(events(2)), StringIO()
    call_command("ingest", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"settled": 1, "waiting": 0}
    assert figures(batch)[0] == "imported"


def test_events_known_before_are_counted_as_repeated() -> None:
    first, second = received(events(5)), received(events(7), key="second")
    ingest(now=NOW)
    assert figures(first) == ("imported", 5, 0, 0)
    assert figures(second) == ("imported", 2, 5, 0)


def test_the_same_body_under_another_key_adds_nothing() -> None:
    first, second = received(events(5), key="one"), received(events(5), key="two")
    ingest(now=NOW)
    assert (figures(first), figures(second)) == (("imported", 5, 0, 0), ("imported", 0, 5, 0))


def test_a_program_speaks_for_its_own_source_whatever_its_rows_say() -> None:
    received([event(1, source="elsewhere")], source="mobile")
    ingest(now=NOW)
    (taken,) = ActivityImport.objects.all()
    assert [day.source.name for day in taken.days.all()] == ["mobile"]


def test_the_receipt_counts_rejects_by_reason_and_gives_every_one_of_them() -> None:
    batch = received([*events(3), event(4, occurred_at="1601-01-01T00:00:00Z"), event(5, module="?")])
    ingest(now=NOW)
    token = a_token("reader")[1]
    found = ask(token, f"{ADDRESS}/{batch.uuid}").json()
    assert (found["status"], found["added"], found["rejected"]) == ("imported", 3, 2)
    assert {(one["field"], one["count"]) for one in found["rejects"]} == {("occurred_at", 1), ("module", 1)}
    answer = ask(token, f"{ADDRESS}/{batch.uuid}/rejects")
    rows = [json.loads(line) for line in b"".join(answer).splitlines()]
    assert [(row["line"], row["field"]) for row in rows] == [(4, "occurred_at"), (5, "module")]
    assert json.loads(rows[1]["raw"])["user"] == "u5"
    answer.close()


HOSTILE = [
    ('{"user": "a", %s, "user": "b"}', "row"),  # a key twice
    ('{"user": "a", "quantity": NaN, %s}', "row"),
    ('{"user": "a", "quantity": 1e400, %s}', "quantity"),
    ('{"user": "\\ud800", %s}', "user"),
    ('{"user": "a\\u0000b", %s}', "user"),
    ('{"user": 17, %s}', "user"),
    ('{"user": "a", "deep": ' + "[" * 50_000 + ", %s}", "row"),
]


def test_hostile_events_are_rejected_one_by_one_and_spoil_no_other() -> None:
    """N47, N48: in lines nothing is looked at before the import."""
    rest = '"occurred_at": "2026-05-01T10:00:00Z", "account": "acme", "module": "reactions"'
    text = "".join(f"{pattern % rest}\n" for pattern, _ in HOSTILE).encode() + as_lines(events(2))
    lines = read_body(text, media_type="application/x-ndjson")
    token, secret = a_token()
    batch, _ = receive(body=text, lines=lines, idempotency_key="", token=token, now=NOW)
    ingest(now=NOW)
    assert figures(batch) == ("imported", 2, 0, len(HOSTILE)), batch.message
    answer = ask(secret, f"{ADDRESS}/{batch.uuid}/rejects")
    assert [json.loads(line)["field"] for line in b"".join(answer).splitlines()] == [field for _, field in HOSTILE]
    answer.close()


def test_a_batch_without_rejects_gives_an_empty_list_of_them() -> None:
    batch = received(events(1))
    assert b"".join(ask(a_token("reader")[1], f"{ADDRESS}/{batch.uuid}/rejects")) == b""


def test_a_batch_of_which_nothing_is_good_is_refused_with_the_reason() -> None:
    bad, good = received([event(n, module="?") for n in range(3)]), received(events(2, first=50))
    ingest(now=NOW)
    assert figures(bad) == ("refused", 0, 0, 3)
    assert "none of its 3 rows is good" in bad.message
    assert figures(good) == ("imported", 2, 0, 0)


def test_an_import_whose_receipt_was_not_written_is_recognized_as_its_own() -> None:
    """A worker that dies between the two leaves the row waiting and its file in place."""
    batch = received(events(4))
    ingest(now=NOW)
    settled = figures(batch)
    lay_down(batch.uuid, as_lines(events(4)))
    ActivityBatch.objects.update(
        status="received", settled_at=None, activity_import=None, added=0, repeated=0, rejected=0
    )
    ingest(now=NOW)
    assert figures(batch) == settled == ("imported", 4, 0, 0)
    assert ActivityImport.objects.count() == 1


def test_a_leased_batch_is_left_alone_until_its_worker_is_given_up() -> None:
    batch = received(events(1))
    ActivityBatch.objects.update(lease_until_at=Now() + timedelta(seconds=30))
    assert ingest(now=NOW) == 0
    ActivityBatch.objects.update(lease_until_at=Now() - timedelta(seconds=1))
    heard(now=NOW.isoformat())
    assert figures(batch) == ("imported", 1, 0, 0)


def test_a_pass_takes_so_many_and_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_claim, "MOST_FILES", 2)
    for number in range(3):
        received(events(1, first=number))
    batches, is_more = ingest_claim.claim()
    assert (len(batches), is_more) == (2, True)
    batches, is_more = ingest_claim.claim()
    assert (len(batches), is_more) == (1, False)


def test_a_file_that_is_gone_holds_nobody_up_and_is_said_in_the_end() -> None:
    lost, good = received(events(1)), received(events(1, first=9))
    spooled(lost.uuid).unlink()
    for _ in range(ingest_claim.MOST_ATTEMPTS):
        ingest(now=NOW)
        ActivityBatch.objects.filter(status="received").update(lease_until_at=None)
    assert figures(good)[0] == "imported"
    assert figures(lost)[0] == "refused"
    assert "6 attempts" in lost.message


def given_up(batch: ActivityBatch) -> ActivityBatch:
    spooled(batch.uuid).unlink()
    ActivityBatch.objects.filter(pk=batch.pk).update(attempts=ingest_claim.MOST_ATTEMPTS - 1)
    ingest(now=NOW)
    assert figures(batch)[0] == "refused"
    return batch


@pytest.mark.parametrize("key", ["", "first"])
def test_a_batch_that_was_given_up_is_imported_when_the_same_call_comes_again(key: str) -> None:
    batch = given_up(received(events(2), key=key))
    assert "the same call again" in batch.message
    assert received(events(2), key=key) == batch
    assert ActivityBatch.objects.values_list("attempts", "message").get() == (0, "")
    ingest(now=NOW)
    assert figures(batch) == ("imported", 2, 0, 0)
    assert AuditEvent.objects.filter(action="analytics.batch.received").count() == 2


def test_of_two_equal_calls_at_once_one_lets_a_batch_wait_again() -> None:
    batch = given_up(received(events(2)))
    token = a_token("late")[0]
    stale = ActivityBatch.objects.get()
    for seen in (batch, stale):
        _take_back(seen, token, now=NOW)
        assert figures(seen)[0] == "received"
    assert AuditEvent.objects.filter(action="analytics.batch.received").count() == 2


def test_a_batch_that_was_given_up_waits_its_turn_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = given_up(received(events(2)))
    received(events(3, first=9))
    monkeypatch.setattr(backlog, "MOST_EVENTS", 3)
    with pytest.raises(Backlogged):
        received(events(2))
    assert figures(batch)[0] == "refused"


def test_a_batch_that_was_refused_for_its_events_stays_refused() -> None:
    batch = received([event(1, module="?")])
    ingest(now=NOW)
    assert received([event(1, module="?")]) == batch
    assert figures(batch)[0] == "refused"


def test_a_batch_that_breaks_the_pass_does_not_spoil_the_others() -> None:
    poison, good = received(events(1)), received(events(1, first=9))
    spooled(poison.uuid).write_bytes(b"")  # as no receiver leaves it
    assert ingest(now=NOW) == 1
    assert figures(good) == ("imported", 1, 0, 0)
    assert (figures(poison)[0], poison.attempts) == ("received", 1)


def test_the_log_names_what_failed_and_nothing_of_what_was_in_it(caplog: pytest.LogCaptureFixture) -> None:
    batch = received(events(1))
    ingest_claim.lay_aside(batch, ValueError("bad cell: dora@acme.example"), now=NOW)
    (line,) = [each for each in caplog.records if each.name == "analytics.services.ingest_claim"]
    assert (line.getMessage(), line.exc_info) == ("analytics.batch_failed", None)
    told = {name: line.__dict__[name] for name in ("batch", "attempt", "problem")}
    assert told == {"batch": str(batch.uuid), "attempt": 1, "problem": "ValueError"}
    assert "dora" not in str(line.__dict__)


def test_the_sweep_takes_what_no_row_names_and_nothing_else() -> None:
    waiting, orphan = received(events(1)), lay_down(uuid4(), b"{}\n")
    half = spool_dir() / "half.part"
    half.write_bytes(b"{")
    ActivityBatch.objects.update(lease_until_at=Now() + timedelta(seconds=30))
    ingest(now=NOW)
    assert orphan.exists(), "its row may be about to come"
    for path in (orphan, half, spooled(waiting.uuid)):
        os.utime(path, (0, 0))
    ingest(now=NOW)
    assert (orphan.exists(), half.exists(), spooled(waiting.uuid).exists()) == (False, False, True)


def test_receipts_end_after_ninety_days_and_their_imports_stay() -> None:
    received(events(1))
    ingest(now=NOW)
    ingest(now=NOW + timedelta(days=90))
    assert ActivityBatch.objects.exists()
    waiting = received(events(1, first=9))
    ActivityBatch.objects.filter(pk=waiting.pk).update(lease_until_at=Now() + timedelta(seconds=30))
    ingest(now=NOW + timedelta(days=91))
    assert (list(ActivityBatch.objects.all()), ActivityImport.objects.count()) == ([waiting], 1)


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "imported"},
        {"status": "imported", "settled_at": NOW},
        {"settled_at": NOW},
        {"status": "refused", "settled_at": NOW, "lease_until_at": NOW},
    ],
)
def test_the_database_refuses_a_receipt_that_contradicts_itself(broken: dict[str, object]) -> None:
    received(events(3))
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityBatch.objects.update(**broken)
