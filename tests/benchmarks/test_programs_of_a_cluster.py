"""Told to end, a run that started a cluster ends it too: each program that it started, what these started, no other."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import psutil
import pytest

from benchmarks.scale.programs import end_at_once, running_programs

ROOT = Path(__file__).resolve().parents[2]
PAIR = ["sh", "-c", "sleep 600 & echo $!; wait"]  # a worker and what it started
RUN = f"""
import sys, time
from pathlib import Path
from benchmarks.scale.programs import end_tidily_when_told, running_programs

end_tidily_when_told()
with running_programs(Path(sys.argv[1])) as programs:
    started = [programs.start(name, {PAIR!r}, {{"PATH": {os.environ["PATH"]!r}}}).pid for name in ("master", "worker")]
    print(*started, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_end_leaves_no_program(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        assert run.stdout
        started = [int(pid) for pid in run.stdout.readline().split()]
        below = [started_by(tmp_path / f"{name}.log") for name in ("master", "worker")]
        assert all(map(is_running, [*started, *below]))
        run.send_signal(number)
        assert run.wait(timeout=30) != 0
    assert have_ended([*started, *below])


def test_a_worker_dies_with_what_it_started_and_the_others_stay(tmp_path: Path) -> None:
    with running_programs(tmp_path) as programs:
        lost, kept = (programs.start(name, PAIR, os.environ) for name in ("lost", "kept"))
        below = {name: started_by(tmp_path / f"{name}.log") for name in ("lost", "kept")}
        end_at_once(lost)
        assert lost.returncode == -signal.SIGKILL
        assert have_ended([below["lost"]])
        assert kept.poll() is None
        assert is_running(below["kept"])
    assert kept.returncode == -signal.SIGKILL
    assert have_ended([below["kept"]])


def started_by(log: Path) -> int:
    """The number that the program says."""
    end = time.monotonic() + 30
    while not (said := log.read_text().strip()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return int(said)


def is_running(pid: int) -> bool:
    """One that is dead may wait to be collected."""
    try:
        return str(psutil.Process(pid).status()) != "zombie"
    except psutil.NoSuchProcess:
        return False


def have_ended(pids: Collection[int]) -> bool:
    """What a dead program had started dies a moment later."""
    end = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(map(is_running, pids))
