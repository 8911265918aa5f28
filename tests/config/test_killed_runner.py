"""Does `kill -9` of the runner leave nothing behind, and is what was committed still there? (running.md §4)"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.services.family import alive, noted
from tests.config.runner_process import RunnerProcess

KILLS = int(os.environ.get("SUNSETTER_KILLS", "1"))
pytestmark = [
    pytest.mark.slow("real servers are started and killed"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc"),
]


@pytest.fixture
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunnerProcess]:
    state = Path(tmp_path_factory.getbasetemp().parent.parent) / f"killed {os.getpid()} {random.getrandbits(32):x}"
    process = RunnerProcess(state, port=8420)
    yield process
    if process.process:
        process.kill()
    assert process.left_after() == []
    shutil.rmtree(state)


def _kept(runner: RunnerProcess) -> list[tuple[object, ...]]:
    with psycopg.connect(runner.addresses["DATABASE_OWNER_URL"]) as connection:
        return connection.execute("SELECT number FROM kept ORDER BY number").fetchall()


def _await_children(runner: RunnerProcess) -> None:
    end = time.monotonic() + 60
    while not {"postgres", "valkey", "web"} <= {member.name for member in alive(noted(runner.state))}:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_nothing_is_left_after_kills_at_random_moments_and_committed_rows_stay(runner: RunnerProcess) -> None:
    seed = random.getrandbits(32)
    moments = random.Random(seed)
    for number in range(KILLS):
        # The early ones fall into initdb and the first start, the later ones into migrate and the loading children.
        runner.start()
        time.sleep(moments.uniform(0.05, 1.0 if number % 3 == 1 else 6.0))
        runner.kill()
        assert runner.left_after() == [], f"kill {number}, seed {seed}"

    runner.start()
    runner.await_ready()
    with psycopg.connect(runner.addresses["DATABASE_OWNER_URL"]) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    runner.kill()
    assert runner.left_after() == [], f"after it was ready, seed {seed}"

    # The reaper may be killed too: then the kernel, and at last the next start, stop what lives.
    runner.start()
    _await_children(runner)
    reaper = next(member for member in noted(runner.state) if member.name == "reaper")
    os.kill(reaper.pid, signal.SIGKILL)
    runner.kill()

    runner.start()
    runner.await_ready()
    assert len(_kept(runner)) == 1000
    began = time.monotonic()
    assert runner.stop() == 0
    assert time.monotonic() - began < 30  # on a machine busy with other tests; `make bench` holds the goal
    assert runner.left() == []
