"""How do programs of a cluster start, die on the spot, and end with the one that started them?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

Program = subprocess.Popen[bytes]


class Programs:
    """Each in a group of its own, which is all that is ever ended; `folder` takes what they say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[Program] = []

    def start(self, name: str, command: Sequence[str], environ: Mapping[str, str]) -> Program:
        with (self.folder / f"{name}.log").open("wb") as log:
            program = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)
        self._started.append(program)
        return program

    def end(self) -> None:
        """All are told before the first is waited for: who is in a hurry may interrupt the waiting."""
        for each in self._started:
            _kill(each)
        for each in self._started:
            each.wait()


def end_at_once(program: Program) -> None:
    """With everything that it started, as when a machine loses power."""
    _kill(program)
    program.wait()


def _kill(program: Program) -> None:
    """Its group alone: one that was waited for has none, and its number may be another's by now."""
    if program.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)


@contextmanager
def running_programs(folder: Path) -> Iterator[Programs]:
    folder.mkdir(parents=True, exist_ok=True)
    programs = Programs(folder)
    try:
        yield programs
    finally:
        programs.end()


def end_tidily_when_told() -> None:
    """SIGTERM leaves as SIGINT does, through every `finally`; by itself it would leave a cluster running."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)
