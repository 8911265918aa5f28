"""Which processes have we started, and how is each of them certain to end?

Three nets: the kernel tells a child that we died (Linux), the reaper stops every process group when our end of its pipe
closes, and the next start stops what `run.json` names.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from config.services import reaper
from config.services.marks import mark_of
from config.services.server_user import ServerUser

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    pid: int
    mark: str
    signal: int


@dataclass(frozen=True, slots=True)
class Order:
    """What to start; `quit` is the signal that asks it to end."""

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str]
    quit: int = signal.SIGTERM
    user: ServerUser | None = None
    cwd: Path = Path("/")
    stdin: bytes = b""
    pass_fds: tuple[int, ...] = ()


@dataclass(slots=True)
class Family:
    """Spawn only from the main thread: the kernel's death signal follows the thread, not the process."""

    state: Path
    guard: Callable[[], AbstractContextManager[None]] = nullcontext  # keeps signals off between spawning and noting
    members: dict[str, Member] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _reaper: subprocess.Popen[bytes] | None = None

    def open(self, *, sockets: Path, remove: Sequence[Path] = ()) -> None:
        """Stop what an earlier runner left, then start the reaper, the first child."""
        stop_leftovers(self.state)
        program = [sys.executable, "-I", "-S", str(Path(reaper.__file__).resolve())]
        self._reaper = subprocess.Popen(  # noqa: S603 - our own program
            program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd="/", start_new_session=True
        )
        self._tell(lock=str(self.state / "lock"), sockets=str(sockets), remove=[str(each) for each in remove])
        self._note()

    def spawn(self, order: Order, *, log: IO[bytes] | int) -> subprocess.Popen[bytes]:
        with self.guard():
            child = self._spawn(order, log)
            self._tell(started=child.pid, signal=int(order.quit))
            self.members[order.name] = Member(order.name, child.pid, mark_of(child.pid), int(order.quit))
            self._note()
        if child.stdin:
            child.stdin.write(order.stdin)
            child.stdin.close()
        return child

    def _spawn(self, order: Order, log: IO[bytes] | int) -> subprocess.Popen[bytes]:
        other = order.user if order.user and order.user.other else None
        return subprocess.Popen(  # noqa: S603 - our own programs
            order.argv,
            env=dict(order.environ),
            cwd=order.cwd,
            stdin=subprocess.PIPE if order.stdin else subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=order.pass_fds,
            process_group=0,
            user=other.uid if other else None,
            group=other.gid if other else None,
            extra_groups=[] if other else None,
            preexec_fn=partial(_die_with, os.getpid(), order.quit),  # noqa: PLW1509 - two system calls, no locks
        )

    def ended(self, name: str) -> None:
        self._asked.discard(name)
        member = self.members.pop(name, None)
        if member:
            self._tell(ended=member.pid)
            self._note()

    def ask(self, name: str, child: subprocess.Popen[bytes]) -> None:
        """Tell it to end, without waiting. Only once: many programs take a second request for impatience."""
        if child.poll() is None and name not in self._asked:
            self._asked.add(name)
            child.send_signal(self.members[name].signal)

    def stop(self, name: str, child: subprocess.Popen[bytes], *, patience_s: float = 10.0) -> None:
        """Ask the leader, wait, then insist on its whole group."""
        self.ask(name, child)
        if child.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                child.wait(patience_s)
        _kill_group(child.pid)
        child.wait()
        self.ended(name)

    def close(self) -> None:
        """All children have ended, also those that an interruption left without an owner: send the reaper home."""
        if self._reaper is None:
            return
        _end(alive(tuple(self.members.values())))
        self._tell(quit=True)
        if self._reaper.stdin:
            self._reaper.stdin.close()
        self._reaper.wait()
        self._reaper = None
        (self.state / "run.json").unlink(missing_ok=True)

    def _tell(self, **fact: object) -> None:
        if self._reaper and self._reaper.stdin:
            self._reaper.stdin.write(json.dumps(fact).encode() + b"\n")
            self._reaper.stdin.flush()

    def _note(self) -> None:
        keeper = self._reaper and Member("reaper", self._reaper.pid, mark_of(self._reaper.pid), int(signal.SIGKILL))
        listed = [asdict(member) for member in (keeper, *self.members.values()) if member]
        draft = self.state / "run.json.new"
        draft.write_text(json.dumps({"pid": os.getpid(), "children": listed}, indent=1), encoding="utf-8")
        draft.replace(self.state / "run.json")


def noted(state: Path) -> tuple[Member, ...]:
    """The children that `run.json` names, whether they live or not."""
    try:
        found = json.loads((state / "run.json").read_text(encoding="utf-8"))
        return tuple(Member(**child) for child in found["children"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def alive(members: Sequence[Member]) -> tuple[Member, ...]:
    """Those that still are what they were; a number used again by another program is not one."""
    return tuple(member for member in members if member.mark and mark_of(member.pid) == member.mark)


def stop_leftovers(state: Path) -> None:
    """Only for the holder of the state directory's lock."""
    left = alive(noted(state))
    for member in left:
        if member.name == "reaper":  # it would take away the sockets that we are about to make
            _kill_group(member.pid)
    reaper.stop({member.pid: member.signal for member in left if member.name != "reaper"})
    while alive(left):
        time.sleep(0.02)


def _end(members: Sequence[Member], *, patience_s: float = 10.0) -> None:
    """Ask, wait, insist. What has ended but was not waited for does not count as alive."""
    for member in members:
        with suppress(ProcessLookupError):
            os.killpg(member.pid, member.signal)
    end = time.monotonic() + patience_s
    while alive(members) and time.monotonic() < end:
        time.sleep(0.02)
    for member in members:
        _kill_group(member.pid)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def end_with_parent(number: int) -> None:
    """Ask the kernel for a signal when our parent dies, however it dies (Linux only)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)


def _die_with(parent: int, number: int) -> None:
    """Runs in the child, after the change of account (which clears the kernel's promise)."""
    end_with_parent(number)
    if os.getppid() != parent:  # the parent was gone before the promise was given
        os._exit(1)
