"""How do the tests drive `manage.py up` as a stranger would: start it, watch it, kill it, look what is left?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from config.services.for_command import local_environ
from config.services.place import Place, place_of
from config.services.temporary import OUTSIDE

ROOT = Path(__file__).resolve().parents[2]


class RunnerProcess:
    """One workspace, started and ended any number of times. ENVIRONMENT=test keeps the demo out."""

    def __init__(self, state: Path, *, port: int = 8400, root: Path = ROOT) -> None:
        self.state, self.port, self.root = state, port, root
        self.process: subprocess.Popen[str] | None = None

    @property
    def place(self) -> Place:
        return place_of(self.state)

    @property
    def addresses(self) -> Mapping[str, str]:
        return local_environ(self.place)

    def start(self, *words: str) -> subprocess.Popen[str]:
        self.process = self.spawn(*words)
        return self.process

    def environ(self) -> dict[str, str]:
        """Of a stranger's shell in this workspace."""
        inherited = {name: value for name, value in os.environ.items() if name not in {*OUTSIDE, "MAKELEVEL"}}
        return {**inherited, "SUNSETTER_STATE": str(self.state), "PORT": str(self.port), "ENVIRONMENT": "test"}

    def spawn(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", "up", "--json", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.root, env=self.environ(), stdout=pipe, stderr=pipe, text=True)

    def await_ready(self) -> dict[str, object]:
        """What it says once it is ready: address, state, logins."""
        assert self.process is not None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            _, said = self.process.communicate(timeout=30)
            raise AssertionError(f"The runner ended with {self.process.returncode}: {said}")
        return dict(json.loads(line))

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.communicate()

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60)
        code, self.process = self.process.returncode, None
        return code

    def left(self) -> list[str]:
        """Processes that name this workspace in their arguments or environment, and the sockets."""
        found = [f"{pid}: {command}" for pid, command in _processes_naming(str(self.state.resolve()))]
        return found + ([str(self.place.sockets)] if self.place.sockets.exists() else [])

    def left_after(self, *, seconds: float = 15.0) -> list[str]:
        end = time.monotonic() + seconds
        while (left := self.left()) and time.monotonic() < end:
            time.sleep(0.1)
        return left


def _processes_naming(text: str) -> list[tuple[int, str]]:
    """Zombies have neither arguments nor environment."""
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            command = (directory / "cmdline").read_bytes()
            environ = (directory / "environ").read_bytes()
        except OSError:
            continue
        if int(directory.name) != os.getpid() and text.encode() in command + environ:
            found.append((int(directory.name), command.replace(b"\0", b" ").decode(errors="replace")))
    return found
