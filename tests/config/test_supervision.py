"""What does the runner do about children that die, logs that grow, ports that are taken?"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from config.runner import greeting
from config.runner.interrupts import Interrupts, Stopped
from config.runner.logs import rotate
from config.runner.ports import free_port
from config.runner.supervisor import Child, Supervisor
from config.services.family import Family, Order, alive, noted
from config.services.lock import Holder
from config.services.problems import ServiceProblem

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILS = [sys.executable, "-c", "raise SystemExit('out of luck')"]


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    (tmp_path / "sockets").mkdir()
    made = Family(tmp_path)
    made.open(sockets=tmp_path / "sockets")
    yield made
    made.close()


def _launch(family: Family, name: str, argv: list[str]) -> subprocess.Popen[bytes]:
    with (family.state / f"{name}.log").open("ab") as log:
        return family.spawn(Order(name, argv, {}), log=log)


def _look_until(supervisor: Supervisor, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 20.0
    while not done() and time.monotonic() < end:
        supervisor.look()
        time.sleep(0.02)
    assert done()


def test_a_child_that_dies_is_started_again_after_a_pause_and_this_is_said(family: Family) -> None:
    said: list[str] = []
    supervisor = Supervisor(family, family.state, said.append)
    supervisor.add("web", partial(_launch, family, "web", SLEEPS))
    first = supervisor.children[0].running
    assert first is not None
    first.kill()
    _look_until(supervisor, lambda: len(said) == 1)
    assert said == ["web ended (signal 9); starting it again in 1 s."]
    _look_until(supervisor, lambda: supervisor.children[0].running is not None)
    assert [member.name for member in alive(noted(family.state)) if member.name != "reaper"] == ["web"]
    supervisor.stop("web")
    assert family.members == {}


def test_a_child_whose_owner_was_interrupted_ends_with_the_family(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir()
    family = Family(tmp_path)
    family.open(sockets=tmp_path / "sockets")
    forgotten = _launch(family, "valkey", SLEEPS)
    began = time.monotonic()
    family.close()
    assert time.monotonic() - began < 5.0
    assert forgotten.wait(timeout=0.1) == -signal.SIGTERM


def test_an_interruption_while_a_child_is_started_comes_once_its_owner_is_known(family: Family) -> None:
    interrupts = Interrupts()
    family.guard = interrupts.held

    def launch_and_interrupt() -> subprocess.Popen[bytes]:
        child = _launch(family, "web", SLEEPS)
        interrupts._heard(signal.SIGINT, None)
        return child

    supervisor = Supervisor(family, family.state, lambda _: None)
    with pytest.raises(Stopped):
        supervisor.add("web", launch_and_interrupt)
    assert supervisor.children[0].running is not None
    supervisor.stop("web")


def test_three_deaths_in_a_minute_end_it_with_the_end_of_the_log(family: Family) -> None:
    supervisor = Supervisor(family, family.state, lambda _: None)
    supervisor.add("worker", partial(_launch, family, "worker", FAILS))
    with pytest.raises(ServiceProblem, match="worker died 3 times in a minute") as told:
        _look_until(supervisor, lambda: False)
    assert "out of luck" in str(told.value)


def test_the_pause_doubles_up_to_half_a_minute(family: Family) -> None:
    said: list[str] = []
    supervisor = Supervisor(family, family.state, said.append)
    child = Child("web", partial(_launch, family, "web", FAILS))
    for minutes in range(8):  # one death each minute and a half: too rare to give up
        child.running = child.launch()
        child.running.wait()
        supervisor._died(child, 1, minutes * 90.0)
    assert [sentence.rpartition(" in ")[2] for sentence in said] == [
        *("1 s.", "2 s.", "4 s.", "8 s.", "16 s.", "30 s.", "30 s.", "30 s."),
    ]


def test_the_death_of_a_leader_takes_its_own_children_along(family: Family) -> None:
    program = f"import subprocess, time; subprocess.Popen({SLEEPS!r}); print('up', flush=True); time.sleep(60)"
    supervisor = Supervisor(family, family.state, lambda _: None)
    supervisor.add("worker", partial(_launch, family, "worker", [sys.executable, "-c", program]))
    leader = supervisor.children[0].running
    assert leader is not None
    _look_until(supervisor, lambda: "up" in (family.state / "worker.log").read_text(encoding="utf-8"))
    leader.kill()
    leader.wait()
    supervisor.look()
    with pytest.raises(ProcessLookupError):
        _wait_for_group(leader.pid)


def _wait_for_group(group: int) -> None:
    """Raises ProcessLookupError once nobody is left in it."""
    for _ in range(100):
        os.killpg(group, 0)
        time.sleep(0.05)


def test_logs_are_cut_and_the_last_three_kept_while_the_child_goes_on_writing(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as child:
        for number in range(5):
            child.write(f"{number} ".encode() * 100)
            rotate(tmp_path, limit_bytes=100)
        child.write(b"last")
    assert log.read_bytes() == b"last"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (tmp_path / "web.log.1").read_bytes().startswith(b"4 ")


def test_a_taken_port_gives_the_next_and_nonsense_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(str(port)) > port
    for nonsense in ("0", "65536", "http", "-1", "٣"):
        with pytest.raises(ServiceProblem, match="PORT="):
            free_port(nonsense)


def test_a_signal_waits_until_a_child_is_noted_and_comes_only_once() -> None:
    interrupts = Interrupts()
    done: list[str] = []
    with pytest.raises(Stopped):
        _interrupted_while_held(interrupts, done)
    assert done == ["spawned", "noted"]
    interrupts._heard(signal.SIGINT, None)  # a second one does nothing: the stop is under way


def _interrupted_while_held(interrupts: Interrupts, done: list[str]) -> None:
    with interrupts.held():
        done.append("spawned")
        interrupts._heard(signal.SIGINT, None)
        done.append("noted")


def test_a_second_start_says_where_the_first_is() -> None:
    said = greeting.already(Holder(17, "http://127.0.0.1:8000"), Path("/srv/var"))
    assert "http://127.0.0.1:8000" in said
    assert "17" in said
