"""Which programs take activity over HTTP while it is measured, how are they killed, and how does a sender cope?"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from benchmarks.bare_parts import ROOT
from benchmarks.processes import await_answer, free_port, pss_mb
from config.runner.programs import manage, web

PATIENCE_S = 60.0


class Program:
    """Started in a process group of its own, so that it can be killed with all its children and started again."""

    def __init__(self, argv: list[str], environ: Mapping[str, str]) -> None:
        self._argv, self._environ = argv, dict(environ)
        self.running = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            self._argv, cwd=ROOT, env=self._environ, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def kill_and_start(self) -> None:
        self.kill()
        self.running = self._start()

    @property
    def memory_mb(self) -> float:
        return pss_mb(self.running.pid)


class Pair:
    """The web server as the product starts it, and a worker that imports what it received."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        order = web(environ, port)
        self.web = Program(list(order.argv), environ)
        self.worker = Program(manage("ingest", "--follow"), environ)
        await_answer(f"{self.address}/healthz")

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *_: object) -> None:
        self.web.kill()
        self.worker.kill()


def send(address: str, token: str, body: bytes, *, key: str) -> None:
    """As a good program does: again, with the same key, until it has a receipt."""
    where, end = urlsplit(address), time.monotonic() + PATIENCE_S
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson", "Idempotency-Key": key}
    while time.monotonic() < end:
        try:
            line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=10)
            line.request("POST", "/api/v1/activity", body=body, headers=headers)
            answer = line.getresponse()
            said = answer.read()
            line.close()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        if answer.status == http.HTTPStatus.ACCEPTED:
            return
        if answer.status not in {429, 503}:
            raise RuntimeError(f"{answer.status}: {said!r}")
        time.sleep(min(1.0, float(answer.getheader("Retry-After") or 1)))
    raise TimeoutError(key)


def environ_here() -> dict[str, str]:
    return {**os.environ, "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT), "VIRTUAL_ENV": sys.prefix}
