"""A2, P2, P14: web server and worker are killed without warning; each event of each receipt counts, and counts once.

`benchmarks/ingest.py` does the same to the server of the product, more often and with more events.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from wsgiref.simple_server import WSGIServer, make_server

import pytest
from django.db import connections
from django.db.models import Sum
from django.urls import reverse

from analytics.engines.duckdb.event_session import open_event_session
from analytics.engines.duckdb.key_runs import KEY
from analytics.models import ActivityBatch, ActivityImport, ImportedDay, RollupPartition
from analytics.services.event_manifest import event_files
from analytics.services.ingest_batches import ingest
from analytics.services.roll_up_days import roll_up_days
from analytics.services.workspace import rollups_dir, scratch_dir
from benchmarks.ingest_programs import send
from config.runner.programs import ROOT
from config.wsgi import application
from tests.analytics.ingest.calls import Silent, a_token, as_lines, events

CALLS, EACH = 24, 50
NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)


class Web:
    """Two processes on one door: the second serves when the first is dead. Forked, so that neither has to start."""

    def __init__(self, server: WSGIServer) -> None:
        reverse("activity")  # all addresses are loaded once here, not in each child
        waiting, self._wake = os.pipe()
        connections.close_all()  # a connection cannot be shared with a child
        self._first, self._second = _served(server, None), _served(server, waiting)

    def die(self) -> None:
        os.kill(self._first, signal.SIGKILL)
        os.write(self._wake, b"!")

    def end(self) -> None:
        for child in (self._first, self._second):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(self._wake)


def _served(server: WSGIServer, waits_for: int | None) -> int:
    if child := os.fork():
        return child
    try:
        if waits_for is not None:
            os.read(waits_for, 1)
        server.serve_forever(poll_interval=0.01)
    finally:
        os._exit(1)


@contextmanager
def web() -> Iterator[tuple[str, Web]]:
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        both = Web(server)
        try:
            yield f"http://127.0.0.1:{server.server_port}", both
        finally:
            both.end()


@contextmanager
def worker(environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "manage.py", "ingest", "--follow"]
    with subprocess.Popen(command, cwd=ROOT, env=environ) as running:
        try:
            yield running
        finally:
            running.kill()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so() and time.monotonic() < end:
        time.sleep(0.002)


@pytest.mark.slow(reason="starts a worker and waits until it is at work")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_what_has_a_receipt_survives_the_death_of_both_programs(live_db: SimpleNamespace) -> None:
    text = a_token()[1]

    def send_all() -> None:
        for number in range(CALLS):
            body = as_lines(events(EACH, first=number * EACH))
            send(address, text, body, key=f"call-{number}")

    with web() as (address, servers), worker(live_db.environ) as running:
        sender = threading.Thread(target=send_all)
        sender.start()
        wait_until(lambda: ActivityBatch.objects.count() >= CALLS // 3)
        servers.die()
        wait_until(ActivityBatch.objects.exclude(lease_until_at=None, settled_at=None).exists)  # the worker is at work
        running.kill()
        sender.join()
    ActivityBatch.objects.filter(status="received").update(lease_until_at=None)  # the dead worker is given up
    ingest(now=NOW)
    assert ActivityBatch.objects.count() == ActivityBatch.objects.filter(status="imported").count() == CALLS
    total = ActivityBatch.objects.aggregate(added=Sum("added"), repeated=Sum("repeated"), rejected=Sum("rejected"))
    assert total == {"added": CALLS * EACH, "repeated": 0, "rejected": 0}
    assert ImportedDay.objects.aggregate(events=Sum("events"))["events"] == CALLS * EACH
    assert ActivityImport.objects.count() == CALLS
    assert counted_in_files() == (CALLS * EACH, CALLS * EACH)
    roll_up_days(now=NOW)
    assert counted_in_roll_ups() == CALLS * EACH


def counted_in_files() -> tuple[object, ...]:
    """Events, and distinct ones among them, as the event files themselves hold them."""
    with scratch_dir() as scratch, open_event_session(scratch) as session:
        (found,) = session.ask(f"SELECT count(*), count(DISTINCT {KEY}) FROM {session.file(*event_files())}")  # noqa: S608 - names of ours
        return found


def counted_in_roll_ups() -> int:
    paths = set(RollupPartition.objects.filter(rows__gt=0).values_list("path", flat=True))
    with scratch_dir() as scratch, open_event_session(scratch) as session:
        files = session.file(*[rollups_dir() / path for path in paths])
        ((events,),) = session.ask(f"SELECT sum(events) FROM {files}")  # noqa: S608 - names of ours
        return int(str(events))
