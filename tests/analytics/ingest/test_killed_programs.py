"""A2, P2, P14: web server and worker are killed without warning; each event of each receipt counts, and counts once."""

import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db.models import Sum

from analytics.models import ActivityBatch, ActivityImport, ImportedDay
from analytics.services.ingest_batches import ingest
from benchmarks.ingest_programs import Pair, send
from tests.analytics.ingest.calls import a_token, as_lines, events

CALLS, EACH = 24, 50
NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)


@pytest.mark.slow(reason="starts a web server and a worker, and kills both")
def test_what_has_a_receipt_survives_the_death_of_both_programs(live_db: SimpleNamespace) -> None:
    text = a_token()[1]
    with Pair(live_db.environ) as pair:

        def send_all() -> None:
            for number in range(CALLS):
                body = as_lines(events(EACH, first=number * EACH))
                send(pair.address, text, body, key=f"call-{number}")
                time.sleep(0.02)

        sender = threading.Thread(target=send_all)
        sender.start()
        time.sleep(0.2)
        pair.web.kill_and_start()
        end = time.monotonic() + 20
        while not ActivityBatch.objects.exclude(lease_until_at=None).exists() and time.monotonic() < end:
            time.sleep(0.005)  # until the worker is at work
        pair.worker.kill()
        sender.join()
    ActivityBatch.objects.filter(status="received").update(lease_until_at=None)  # the dead worker is given up
    ingest(now=NOW)
    assert ActivityBatch.objects.count() == ActivityBatch.objects.filter(status="imported").count() == CALLS
    total = ActivityBatch.objects.aggregate(added=Sum("added"), repeated=Sum("repeated"), rejected=Sum("rejected"))
    assert total == {"added": CALLS * EACH, "repeated": 0, "rejected": 0}
    assert ImportedDay.objects.aggregate(events=Sum("events"))["events"] == CALLS * EACH
    assert ActivityImport.objects.count() == CALLS
