"""How much memory does a family of processes really use, and when does a site answer?"""

import socket
import time
from threading import Event, Thread

import httpx
import psutil


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and all below it: shared pages are counted once (Linux)."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    total = 0
    for process in family:
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / 1024**2


def await_answer(address: str, *, patience_s: float = 120.0) -> None:
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.02)
            continue
        return
    raise TimeoutError(address)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


class Watched:
    """The most memory that this program and those that it starts held together, looked at five times a second."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._stop = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watched":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            self.peak_mb = max(self.peak_mb, pss_mb(psutil.Process().pid))
            if self._stop.wait(0.2):
                return
