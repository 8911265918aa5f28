"""A2: a source comes as events or from a warehouse: of both the same use would count twice, the later is refused."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from analytics.api import ActivityEvent, import_events, usage
from analytics.models import ActivityImport
from analytics.rules.batch_body import read_body
from analytics.rules.import_report import FileOutcome, FileReport
from analytics.services.ingest_batches import ingest
from analytics.services.ingest_receive import receive
from analytics.services.publish_pull import Provenance, publish_day
from analytics.services.pull_day import PulledFile
from analytics.services.recipe import Recipe
from analytics.services.refresh import refresh
from analytics.services.take_files import Delivered, take_files
from analytics.services.try_files import try_files
from lifecycle.api import BadInput
from tests.analytics.feeds import FEED
from tests.analytics.ingest.calls import a_token, as_lines
from tests.analytics.pull.customers import ACTOR, Customer, pull, row_of
from tests.cast import NOON, a_module, acme

pytestmark = pytest.mark.django_db
MANY = 1_200  # beyond the size from which a file is read by columns
WHY = "the source 'lake' is pulled from a warehouse"


def uses() -> list[ActivityEvent]:
    return [ActivityEvent(NOON - timedelta(days=back), "acme", "u", "reports", event_id=f"{back}") for back in (1, 2)]


def pulled(customer: Customer) -> None:
    acme(), a_module("reports")
    customer.add([row_of(each) for each in uses()])
    pull(customer, now=NOON)


def events_28() -> int | None:
    return usage(module_key="reports", now=NOON).by_account[0].events_28


def lines(path: Path, sources: list[str]) -> Delivered:
    at = (NOON - timedelta(days=3)).isoformat()
    rows = [
        {"occurred_at": at, "account": "acme", "user": f"u{number}", "module": "reports", "source": source}
        for number, source in enumerate(sources)
    ]
    path.write_bytes(as_lines(rows))
    return Delivered(path, path.name, sha256(path.read_bytes()).hexdigest(), Recipe())


def take(*files: Delivered) -> list[tuple[FileOutcome, int]]:
    return [(each.outcome, each.added) for each in take_files(files=files, actor=FEED, now=NOON)]


def test_events_of_a_pulled_source_are_refused_by_name_and_the_pull_goes_on(customer: Customer) -> None:
    pulled(customer)
    before = events_28()
    (report,) = import_events(events=uses(), source="lake", name="one", sha256="1" * 64, actor=FEED, now=NOON).files
    assert (report.outcome, report.added, report.rows) == (FileOutcome.REFUSED, 0, 2)
    assert report.message.startswith(WHY)
    assert ActivityImport.objects.get(uuid=report.import_id).message == report.message
    refresh(now=NOON)
    assert events_28() == before
    customer.add([row_of(ActivityEvent(NOON - timedelta(days=3), "acme", "u", "reports", event_id="late"))])
    assert pull(customer, now=NOON).pulled == 1


@pytest.mark.parametrize("size", [3, MANY])
def test_one_row_of_a_pulled_source_refuses_its_file_and_no_other(
    customer: Customer, tmp_path: Path, size: int
) -> None:
    """Read row by row or by columns; a trial says it before."""
    pulled(customer)
    mixed = lines(tmp_path / "mixed.jsonl", [*["app"] * size, "lake"])
    (tried,) = try_files(addresses=[str(mixed.path)], recipe=Recipe(), now=NOON).files
    assert tried.message.startswith(WHY)
    good = lines(tmp_path / "good.jsonl", ["app"] * size)
    assert take(mixed, good) == [(FileOutcome.REFUSED, 0), (FileOutcome.IMPORTED, size)]


def test_a_batch_of_a_pulled_source_is_refused_on_its_receipt(customer: Customer) -> None:
    """Who sent it sees why and how many rows; sent as another source, the same rows are taken."""
    pulled(customer)
    body = as_lines([{"occurred_at": NOON.isoformat(), "account": "acme", "user": "u", "module": "reports"}])
    said = read_body(body, media_type="application/x-ndjson")
    for source, status, added in (("lake", "refused", 0), ("app", "imported", 1)):
        token = a_token(f"of-{source}", source=source)[0]
        batch, _ = receive(body=body, lines=said, idempotency_key=source, token=token, now=NOON)
        assert ingest(now=NOON) == 1
        batch.refresh_from_db()
        assert (batch.status, batch.added, batch.activity_import and batch.activity_import.rows) == (status, added, 1)
        assert batch.message.startswith(WHY) is (status == "refused")


def test_a_day_is_not_published_when_events_came_while_it_was_pulled() -> None:
    acme()
    import_events(events=uses(), source="lake", name="one", sha256="1" * 64, actor=FEED, now=NOON)
    nothing = PulledFile(FileReport("a day", FileOutcome.IMPORTED), None, 0)
    with pytest.raises(BadInput, match="has events that were imported"):
        publish_day(NOON.date(), nothing, Provenance("lake", "recipe", ""), actor=ACTOR, now=NOON)
