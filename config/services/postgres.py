"""How is the embedded PostgreSQL made, started, awaited and stopped?"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.services.binaries import postgres_bin
from config.services.family import Family, Order
from config.services.local_secrets import made_once
from config.services.place import Place
from config.services.problems import ServiceProblem
from config.services.roles import OWNER, roles_script
from config.services.server_user import give_to

Say = Callable[[str], None]
PATIENCE_S = 60.0
_FLAGS = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
_DURABLE = {"max_connections": "60", "shared_buffers": "128MB", "unix_socket_permissions": "0700", "timezone": "UTC"}
_TEMPORARY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal"}


@dataclass(slots=True)
class Postgres:
    """`durable` is false for temporary clusters only: a power cut destroys those."""

    place: Place
    family: Family
    say: Say
    durable: bool = True
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers and its roles exist."""
        programs = postgres_bin(self.place)
        self._make_cluster(programs)
        self._launch(programs)
        self._wait(programs)
        self.make_roles(programs)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it again without waiting."""
        return self._launch(postgres_bin(self.place))

    def stop(self) -> None:
        if self.child:
            self.family.stop("postgres", self.child, patience_s=30.0)
            self.child = None

    def _make_cluster(self, programs: Path) -> None:
        """Into a directory of another name first: one that has the right name is whole."""
        target, draft = self.place.cluster.resolve(), self.place.data / "pg.new"
        if target.is_dir():
            return
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        give_to(draft, self.place.user)
        reading, writing = os.pipe()
        give_to(Path(f"/dev/fd/{reading}"), self.place.user)
        os.write(writing, made_once(self.place.secrets, "postgres_owner").encode() + b"\n")
        os.close(writing)
        argv = [str(programs / "initdb"), "-D", str(draft), "-U", OWNER, "-A", "scram-sha-256", *_FLAGS]
        argv += ["--no-instructions", f"--pwfile=/dev/fd/{reading}", *([] if self.durable else ["--no-sync"])]
        with self._log() as log:
            order = Order("initdb", argv, self._environ(), user=self.place.user, pass_fds=(reading,))
            child = self.family.spawn(order, log=log)
        os.close(reading)
        child.wait()
        self.family.ended("initdb")
        if child.returncode:
            raise ServiceProblem(f"initdb failed; see the end of {self.place.log / 'postgres.log'}.")
        draft.rename(target)

    def _launch(self, programs: Path) -> subprocess.Popen[bytes]:
        settings = _DURABLE | ({} if self.durable else _TEMPORARY | {"max_wal_senders": "0"})
        argv = [str(programs / "postgres"), "-D", str(self.place.cluster.resolve())]
        argv += ["-h", "", "-k", str(self.place.sockets)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        with self._log() as log:
            order = Order("postgres", argv, self._environ(), quit=signal.SIGINT, user=self.place.user)
            self.child = self.family.spawn(order, log=log)
        return self.child

    def _wait(self, programs: Path) -> None:
        """Recovery after a crash takes as long as it takes; only an ended server is a failure."""
        began, told = time.monotonic(), 5.0
        while not self.answers():
            waited = time.monotonic() - began
            if self.child and self.child.poll() is not None:
                self._retry_or_refuse(programs, waited)
            if waited > told:
                self.say(f"PostgreSQL is recovering, {waited:.0f} s")
                told += 5.0
            time.sleep(0.02)

    def answers(self) -> bool:
        """PostgreSQL itself says so in the last line of its pid file (as pg_ctl reads it)."""
        lines = _pid_file(self.place)
        return self.child is not None and lines[:1] == [str(self.child.pid)] and "ready" in lines[-1]

    @staticmethod
    def answers_at(place: Place) -> bool:
        """Whoever started it."""
        lines = _pid_file(place)
        return bool(lines) and "ready" in lines[-1]

    def _retry_or_refuse(self, programs: Path, waited: float) -> None:
        """Back ends of a killed server still hold its memory for a moment: never delete its pid file."""
        self.family.ended("postgres")
        end = self.last_words()
        passing = "shared memory block" in end or ("lock file" in end and "already exists" in end)
        if passing and waited < PATIENCE_S:
            time.sleep(0.5)
            self._launch(programs)
            return
        raise ServiceProblem(f"PostgreSQL does not start: {end}\nSee {self.place.log / 'postgres.log'}.")

    def last_words(self) -> str:
        lines = (self.place.log / "postgres.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-4:])

    def make_roles(self, programs: Path | None = None) -> None:
        """And the database; may run any number of times."""
        self.ask(roles_script(made_once(self.place.secrets, "postgres_app")), database="postgres", programs=programs)

    def ask(self, script: str, *, database: str, programs: Path | None = None) -> str:
        """What psql answers to the owner; the script and the password are in no argument."""
        psql = str((programs or postgres_bin(self.place)) / "psql")
        argv = [psql, "-XqwtA", "-v", "ON_ERROR_STOP=1", "-h", str(self.place.sockets), "-U", OWNER, "-d", database]
        environ = {**self._environ(), "PGPASSWORD": made_once(self.place.secrets, "postgres_owner")}
        done = subprocess.run(argv, input=script, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise ServiceProblem(f"The database refuses its owner: {done.stderr.strip()}")
        return done.stdout

    def _environ(self) -> Mapping[str, str]:
        """Nothing of ours but the workspace's name, so that a stray process can be found by it."""
        known = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        return {**known, "LC_ALL": "C", "TZ": "UTC", "SUNSETTER_STATE": str(self.place.state)}

    def _log(self) -> IO[bytes]:
        return (self.place.log / "postgres.log").open("ab")


def _pid_file(place: Place) -> list[str]:
    with contextlib.suppress(OSError):
        return (place.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    return []
