"""A real worker that hears nothing for longer than the limit: is it busy or dead (P2)?"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import current_app
from django.utils import timezone

from lifecycle.api import last_beat, queues_heard
from lifecycle.rules.signs_of_life import Signs, deserted, unheard
from tests.chaos.programs import Program

WITHIN_S, SAID_AT_LEAST, SILENT = 150.0, 4, timedelta(seconds=1)
WORKER = ("-m", "celery", "-A", "config.celery", "worker", "-Q", "bulk,archive", "--concurrency", "1", "-I")
QUIET = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")


@pytest.fixture
def worker(live_db: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr("lifecycle.rules.signs_of_life.SILENT_FOR", SILENT)
    current_app.control.purge()
    argv = [sys.executable, *WORKER, "tests.config.long_task", *QUIET]
    with Program(argv, live_db.environ, log=tmp_path / "worker.log") as program:
        yield program
    current_app.control.purge()


def until(is_so: Callable[[], object]) -> None:
    ends = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.05)


def bulk() -> Signs:
    return queues_heard()["bulk"]


def is_dead() -> bool:
    return "bulk" in deserted(queues_heard(), now=timezone.now())  # noqa: TID251 - the worker reads it too


@pytest.mark.slow("a real worker is started")
def test_a_worker_that_is_full_says_so_beyond_the_limit_and_is_missed_at_once_when_it_is_killed(
    worker: Program,
) -> None:
    def call(name: str, **ids: str) -> None:
        current_app.send_task(name, kwargs=ids, queue="bulk")

    call("lifecycle.canary", queue="bulk")
    until(lambda: last_beat(name="worker bulk"))
    until(is_dead)  # who is free and does not answer is deaf
    assert bulk().busy_at is None
    call("tests.long")
    until(lambda: bulk().busy_at)
    call("lifecycle.canary", queue="bulk")
    heard_at, said = bulk().heard_at, set[datetime]()
    while len(said) < SAID_AT_LEAST or max(said) - heard_at < 2 * SILENT:
        until(lambda: bulk().last_at not in said)
        said.add(bulk().last_at)
    now, signs = max(said), queues_heard()
    assert signs["bulk"].busy_since(now) == heard_at
    assert not deserted(signs, now=now)
    assert unheard(signs, now=now) == {"bulk"}
    assert set(signs) == {"bulk"}  # nobody rings for the archive
    worker.kill_all()
    last_at = bulk().last_at
    until(is_dead)
    assert bulk().last_at == last_at
