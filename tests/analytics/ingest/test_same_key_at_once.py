"""N57: calls with one key that come at the same moment are one batch, and all get its receipt."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

from django.db import connections

from analytics.models import ActivityBatch
from analytics.rules.batch_body import read_body
from analytics.services.ingest_receive import KeyReused, receive
from analytics.services.ingest_spool import spool_dir
from lifecycle.models import AuditEvent
from tests.analytics.ingest.calls import a_token, as_lines, events

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
CALLS = 6


def test_calls_at_once_with_one_key_are_one_batch(live_db: SimpleNamespace) -> None:
    token, start, found = a_token()[0], threading.Barrier(CALLS), []
    before = set(spool_dir().glob("*"))

    def call(number: int) -> None:
        body = as_lines(events(2 if number else 3))  # one of them brings another body under the key
        lines = read_body(body, media_type="application/x-ndjson")
        start.wait()
        try:
            batch, _ = receive(body=body, lines=lines, idempotency_key="k", token=token, now=NOW)
            found.append(str(batch.uuid))
        except KeyReused:
            found.append("reused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=(number,)) for number in range(CALLS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batch = ActivityBatch.objects.get()
    assert sorted(set(found)) == sorted({str(batch.uuid), "reused"})
    assert found.count("reused") == (1 if batch.events == 2 else CALLS - 1)
    assert [path.stem for path in set(spool_dir().glob("*")) - before] == [str(batch.uuid)]
    assert AuditEvent.objects.filter(action="analytics.batch.received").count() == 1
