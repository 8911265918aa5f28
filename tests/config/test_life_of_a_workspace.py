"""Is one command enough: does it start all, refuse a second start, stop in order and live through every `kill -9`?

One workspace lives through all of it, from the first start (running.md §1 and §4): making one takes ten seconds.
"""

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from config.services.family import Member, alive, noted
from config.services.lock import holder_of
from tests.config.runner_process import RunnerProcess

KILLS = int(os.environ.get("SUNSETTER_KILLS", "1"))
pytestmark = [
    pytest.mark.slow("real servers are started and killed"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc"),
]


@pytest.fixture
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunnerProcess]:
    """A space in the path; above it only directories that other accounts may enter."""
    state = Path(tmp_path_factory.getbasetemp().parent.parent) / f"a workspace {os.getpid()} {secrets.token_hex(3)}"
    process = RunnerProcess(state, port=8460)
    yield process
    if process.process:
        process.kill()
    assert process.left_after() == []
    shutil.rmtree(state)


def test_a_workspace_lives_through_kills_commands_and_starts(runner: RunnerProcess) -> None:
    _first_starts_are_killed(runner)
    _a_command_finishes_what_they_began_and_leaves_nothing_running(runner)
    _everything_starts_beside_a_taken_port(runner)
    _a_second_start_says_where_the_first_is(runner)
    _a_child_that_dies_is_started_again(runner)
    _rows_are_committed(runner)
    runner.kill()
    assert runner.left_after() == []

    _even_the_reaper_is_killed(runner)

    runner.start()
    runner.await_ready()
    assert _rows(runner) == 1000
    _ctrl_c_leaves_nothing(runner)


def _first_starts_are_killed(runner: RunnerProcess) -> None:
    """The early ones fall into initdb and the first start, the later ones into migrate and the loading children."""
    seed = random.getrandbits(32)
    moments = random.Random(seed)
    for number in range(KILLS):
        runner.start()
        time.sleep(moments.uniform(0.05, 1.0 if number % 3 == 1 else 6.0))
        runner.kill()
        assert runner.left_after() == [], f"kill {number}, seed {seed}"


def _a_command_finishes_what_they_began_and_leaves_nothing_running(runner: RunnerProcess) -> None:
    command = [sys.executable, "manage.py", "showmigrations", "--plan"]
    done = subprocess.run(command, cwd=runner.root, env=runner.environ(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[X]" in done.stdout
    assert "[ ]" not in done.stdout
    assert not runner.place.sockets.exists()
    assert not (runner.state / "run.json").exists()
    assert runner.left() == []


def _everything_starts_beside_a_taken_port(runner: RunnerProcess) -> None:
    with socket.create_server(("127.0.0.1", runner.port)):
        runner.start()
        said = runner.await_ready()
    assert said["address"] == _address(runner)
    assert httpx.get(f"{_address(runner)}/readyz", timeout=10).json()["ready"] is True
    children = _children(runner)
    assert set(children) == {"reaper", "valkey", "postgres", "web", "worker", "reconciler"}
    if os.getuid() == 0:  # the database servers never run as root
        assert all(psutil.Process(children[name].pid).uids().real != 0 for name in ("postgres", "valkey"))


def _address(runner: RunnerProcess) -> str:
    return f"http://127.0.0.1:{runner.port + 1}"  # the wanted port was taken


def _children(runner: RunnerProcess) -> dict[str, Member]:
    return {member.name: member for member in alive(noted(runner.state))}


def _a_second_start_says_where_the_first_is(runner: RunnerProcess) -> None:
    second = runner.spawn()
    _, refusal = second.communicate(timeout=60)
    assert second.returncode == 3
    assert _address(runner) in refusal
    assert str(holder_of(runner.state).pid) in refusal


def _a_child_that_dies_is_started_again(runner: RunnerProcess) -> None:
    before = _children(runner)
    psutil.Process(before["valkey"].pid).kill()
    end = time.monotonic() + 15
    while (now := _children(runner).get("valkey", before["valkey"])).pid == before["valkey"].pid:
        assert time.monotonic() < end, "valkey was not started again"
        time.sleep(0.05)
    assert now.name == "valkey"
    assert alive([before["web"], before["worker"], before["reconciler"], before["postgres"]])


def _rows_are_committed(runner: RunnerProcess) -> None:
    with psycopg.connect(runner.addresses["DATABASE_OWNER_URL"]) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")


def _rows(runner: RunnerProcess) -> int:
    with psycopg.connect(runner.addresses["DATABASE_OWNER_URL"]) as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(found[0])


def _even_the_reaper_is_killed(runner: RunnerProcess) -> None:
    """Then the kernel, and at last the next start, stop what lives: the web server's own child, too.

    As soon as all of these live; that they have loaded everything shows nothing more.
    """
    runner.start()
    end = time.monotonic() + 60
    while not ({"postgres", "valkey", "web", "reconciler"} <= set(_children(runner)) and _workers_of_the_site(runner)):
        assert time.monotonic() < end, f"not more than {set(_children(runner))} was started"
        time.sleep(0.05)
    os.kill(_children(runner)["reaper"].pid, signal.SIGKILL)
    runner.kill()


def _workers_of_the_site(runner: RunnerProcess) -> list[psutil.Process]:
    web = _children(runner).get("web")
    return psutil.Process(web.pid).children() if web else []


def _ctrl_c_leaves_nothing(runner: RunnerProcess) -> None:
    began = time.monotonic()
    assert runner.stop() == 0
    assert time.monotonic() - began < 30  # on a machine busy with other tests; `make bench` holds the goal
    assert runner.left() == []
    assert not (runner.state / "run.json").exists()
