"""How much memory does a family of processes really use, and when does a site answer?"""

import socket
import time

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
