"""How is a real program started, and killed or paused without warning?"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from config.schedule import QUEUES

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """In a process group of its own, which dies as a whole."""

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str], *, log: Path) -> None:
        self._argv, self._environ, self._log = argv, dict(environ), log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._argv, cwd=ROOT, env=self._environ, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill_all(self) -> None:
        """SIGKILL to the program and its children at once."""
        if self._process:
            with suppress(ProcessLookupError):  # all of them ended before
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def children(self) -> list[int]:
        assert self._process
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def __enter__(self) -> "Program":
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill_all()


def worker(environ: Mapping[str, str], *, log: Path, concurrency: int = 2, more: Sequence[str] = ()) -> Program:
    """Celery, with the short leases of `tests/chaos/settings.py`."""
    argv = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--loglevel", "WARNING"]
    argv += ["-Q", ",".join(QUEUES)]
    argv += ["--concurrency", str(concurrency), "--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Program([*argv, "-I", "tests.chaos.control", *more], _settings(environ), log=log)


def scheduler(environ: Mapping[str, str], *, log: Path, plans: Sequence[int]) -> Program:
    return Program([sys.executable, "-m", "tests.chaos.scheduler", *map(str, plans)], _settings(environ), log=log)


def _settings(environ: Mapping[str, str]) -> dict[str, str]:
    return {**environ, "DJANGO_SETTINGS_MODULE": "tests.chaos.settings", "LOG_LEVEL": "WARNING"}
