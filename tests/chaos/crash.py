"""How does a program die right before, or right after, its nth commit or its nth word to the mail server?

A copy of this process does the work and counts; at the asked place it is gone, without a farewell to anybody.
"""

import os
import signal
import smtplib
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from types import FrameType

import psycopg
from django.db import connections

from notifications.services.under_way import UnderWay

DIED, DONE, PATIENCE_S = 77, 0, 60.0
_COMMIT, _EXECUTE = psycopg.Connection.commit.__code__, psycopg.Cursor.execute.__code__
_SEND = smtplib.SMTP.send.__code__
_BEGUN, _ANSWER = UnderWay._give.__code__, UnderWay._go_on.__code__


def boundaries(act: Callable[[], object]) -> list[str]:
    """The places of a whole run of `act`, which is done in a copy."""
    heard, said = os.pipe()
    end = _copy(lambda: os.write(said, "\n".join(_counted(act, at=-1)).encode()))
    os.close(said)
    if end != DONE:
        raise RuntimeError(f"it came to another end: {end}")
    with open(heard, encoding="utf-8") as names:
        return names.read().splitlines()


def dies_at(place: int, act: Callable[[], object]) -> bool:
    """False when it had fewer places and came to its end."""
    return _copy(lambda: _counted(act, at=place)) in {DIED, -signal.SIGKILL}


def _copy(act: Callable[[], object]) -> int:
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the mail server's thread is none of the copy's
        pid = os.fork()
    if pid:
        return _end_of(pid)
    try:
        act()
        os._exit(DONE)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _end_of(pid: int) -> int:
    """A copy of a process with threads may find a lock that nobody opens: such a one dies too, wherever it stands."""
    until = time.monotonic() + PATIENCE_S
    while (found := os.waitpid(pid, os.WNOHANG))[0] == 0:
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
            found = os.waitpid(pid, 0)
            break
        time.sleep(0.002)
    return os.waitstatus_to_exitcode(found[1])


def _counted(act: Callable[[], object], *, at: int) -> list[str]:
    names: list[str] = []

    def look(frame: FrameType, event: str, _what: object) -> None:
        name = _name(frame) if event in {"call", "return"} else ""
        if not name:
            return
        if len(names) == at:
            os._exit(DIED)
        names.append(f"{'before' if event == 'call' else 'after'} {name}")

    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(None)
    return names


def _name(frame: FrameType) -> str:
    """What is read changes nothing, and what a transaction does only counts once that commits."""
    if frame.f_code is _COMMIT:
        return "commit"
    if frame.f_code is _SEND:
        return "text" if isinstance(frame.f_locals["s"], bytes) else "word"
    if frame.f_code is _EXECUTE and frame.f_locals["self"].connection.autocommit:
        first = str(frame.f_locals["query"]).split(maxsplit=1)[0]
        return "" if first in {"SELECT", "SET"} else f"statement {first}"
    return {_BEGUN: "statement WITH", _ANSWER: "answer"}.get(frame.f_code, "")
