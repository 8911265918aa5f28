"""What becomes of the children when the runner is killed with no chance to stop them?

A program of its own, in its own session, that imports nothing of ours. It reads one line of JSON per fact from a pipe
whose only write end the runner holds; end of file means that the runner is gone, however it went.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import time

PATIENCE_S = 10.0
Groups = dict[int, int]  # process group -> signal that asks it to stop


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(ignored, signal.SIG_IGN)
    groups: Groups = {}
    lock, directories = "", []
    for line in sys.stdin:
        fact = json.loads(line)
        if "started" in fact:
            groups[fact["started"]] = fact["signal"]
        elif "ended" in fact:
            groups.pop(fact["ended"], None)
        elif "quit" in fact:
            return
        else:
            lock, directories = fact["lock"], [fact["sockets"], *fact["remove"]]
    stop(groups)
    _remove(lock, directories)


def stop(groups: Groups) -> None:
    """Ask all, wait, then insist."""
    for group, asking in groups.items():
        _send(group, asking)
    end = time.monotonic() + PATIENCE_S
    while any(_send(group, 0) for group in groups):
        if time.monotonic() > end:
            for group in groups:
                _send(group, signal.SIGKILL)
            return
        time.sleep(0.05)


def _send(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _remove(lock: str, directories: list[str]) -> None:
    """A next runner that holds the lock already uses the same sockets: then leave them to it."""
    with contextlib.suppress(BlockingIOError):
        with contextlib.suppress(FileNotFoundError):  # a temporary workspace has no lock
            fcntl.flock(os.open(lock, os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
        for directory in directories:
            shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
