"""How is a real worker started, and killed without warning?"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """A Celery worker in a process group of its own."""

    def __init__(self, environ: Mapping[str, str], *, log: Path, concurrency: int = 2) -> None:
        self._environ = {**environ, "DJANGO_SETTINGS_MODULE": "tests.chaos.settings", "LOG_LEVEL": "WARNING"}
        self._log, self._concurrency = log, concurrency
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        argv = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--loglevel", "WARNING"]
        argv += ["--concurrency", str(self._concurrency), "--without-gossip", "--without-mingle", "--without-heartbeat"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*argv, "-I", "tests.chaos.control"],
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_all(self) -> None:
        """SIGKILL to the worker and its children at once."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def kill_children(self) -> None:
        """SIGKILL to the processes that deliver; the worker starts others."""
        assert self._process
        for task in Path(f"/proc/{self._process.pid}/task").glob("*/children"):
            for child in task.read_text().split():
                os.kill(int(child), signal.SIGKILL)

    def __enter__(self) -> "Worker":
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill_all()
