"""How much memory does a family of processes really use, and when does a site answer?"""

import socket
import time
from threading import Event, Thread

import httpx
import psutil


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and all below it: shared pages are counted once (Linux)."""
    return sum(pss_of_each_mb(pid))


def pss_of_each_mb(pid: int) -> list[float]:
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
    found = []
    for process in family:
        try:
            found.append(process.memory_full_info().pss / 1024**2)
        except psutil.NoSuchProcess:
            continue
    return found


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
    """The most memory that this program and those that it starts held together, looked at five times a second; and
    the most that any one of them held."""

    def __init__(self) -> None:
        self.peak_mb = self.peak_of_one_mb = 0.0
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
            held = pss_of_each_mb(psutil.Process().pid)
            self.peak_mb = max(self.peak_mb, sum(held))
            self.peak_of_one_mb = max(self.peak_of_one_mb, *held)
            if self._stop.wait(0.2):
                return
