"""Does one command start everything, say where it is, refuse a second start and stop in order? (running.md §1)"""

import os
import secrets
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from config.services.embedded import Embedded
from config.services.family import alive, noted
from config.services.lock import holder_of
from tests.config.runner_process import RunnerProcess

pytestmark = [
    pytest.mark.slow("real servers are started"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc"),
]


@pytest.fixture
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunnerProcess]:
    """A space in the path; above it only directories that other accounts may enter."""
    state = Path(tmp_path_factory.getbasetemp().parent.parent) / f"one command {os.getpid()} {secrets.token_hex(3)}"
    process = RunnerProcess(state, port=8460)
    yield process
    if process.process:
        process.kill()
    assert process.left_after() == []
    shutil.rmtree(state)


def test_it_starts_once_answers_survives_deaths_of_children_and_stops(runner: RunnerProcess) -> None:
    with socket.create_server(("127.0.0.1", runner.port)):
        runner.start()
        said = runner.await_ready()
    address = str(said["address"])
    assert address == f"http://127.0.0.1:{runner.port + 1}"  # the wanted port was taken

    assert httpx.get(f"{address}/readyz", timeout=10).json()["ready"] is True
    children = {member.name: member for member in alive(noted(runner.state))}
    assert set(children) == {"reaper", "valkey", "postgres", "web", "worker", "reconciler"}
    if os.getuid() == 0:  # the database servers never run as root
        assert all(psutil.Process(children[name].pid).uids().real != 0 for name in ("postgres", "valkey"))

    second = runner.spawn()
    _, refusal = second.communicate(timeout=60)
    assert second.returncode == 3
    assert address in refusal
    assert str(holder_of(runner.state).pid) in refusal

    psutil.Process(children["valkey"].pid).kill()
    _await_other("valkey", children["valkey"].pid, runner.state)
    assert alive([children["web"], children["worker"], children["reconciler"], children["postgres"]])

    assert runner.stop() == 0
    assert runner.left() == []
    assert not (runner.state / "run.json").exists()


def _await_other(name: str, pid: int, state: Path) -> None:
    """The runner starts it again after a pause."""
    process = psutil.Process()
    for _ in range(150):
        if any(member.name == name and member.pid != pid for member in alive(noted(state))):
            return
        try:
            process.wait(0.1)
        except psutil.TimeoutExpired:
            continue
    raise AssertionError(f"{name} was not started again")


def test_passwords_are_in_no_argument_of_any_process(runner: RunnerProcess) -> None:
    embedded = Embedded(runner.place, durable=False)
    try:
        embedded.start()
        given = {file.read_text(encoding="ascii").strip() for file in runner.place.secrets.iterdir()}
        arguments = " ".join(" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"]))
        logs = "".join(log.read_text(encoding="utf-8", errors="replace") for log in runner.place.log.iterdir())
    finally:
        embedded.stop()
    assert len(given) == 3
    assert not any(secret in arguments or secret in logs for secret in given)
