"""What does `make run` do, from the first lock to the last child?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from config.runner import demo_host, demo_load, greeting, programs
from config.runner.interrupts import Interrupts, Stopped
from config.runner.logs import rotate
from config.runner.ports import ask, free_port
from config.runner.supervisor import Supervisor
from config.runner.words import JSON, refused
from config.services.embedded import Embedded
from config.services.family import Order, end_with_parent
from config.services.for_command import local_environ, state_directory
from config.services.lock import Held, WorkspaceLock
from config.services.place import Place, make_state, place_of
from config.services.problems import ServiceProblem
from config.services.schema import last_lines, migrate_when_needed
from config.services.tick_mark import last_tick

DONE, FAILED, ALREADY = 0, 1, 3
DONE_OR_NOTHING = frozenset({0, 3})  # 3: a command that found nothing to do
LOOK_S, ROTATE_S, PATIENCE_S = 0.2, 10.0, 10.0


def main(words: list[str]) -> int:
    if refused(words):
        return FAILED
    os.umask(0o077)
    place = place_of(state_directory())
    make_state(place)
    lock = WorkspaceLock(place.state)
    try:
        lock.take()
    except Held as held:
        sys.stderr.write(greeting.already(held.holder, place.state) + "\n")
        return ALREADY
    runner = Runner(place, lock, as_json=JSON in words)
    runner.interrupts.listen()
    if "MAKELEVEL" in os.environ:  # whoever kills make means us
        end_with_parent(signal.SIGTERM)
    try:
        return runner.run()
    finally:
        lock.release()


@dataclass(slots=True)
class Runner:
    place: Place
    lock: WorkspaceLock
    as_json: bool = False
    interrupts: Interrupts = field(default_factory=Interrupts)
    port: int = 0
    embedded: Embedded = field(init=False)
    supervisor: Supervisor = field(init=False)

    def __post_init__(self) -> None:
        named = [programs.is_named(name) for name in ("DATABASE_URL", "REDIS_URL")]
        self.embedded = Embedded(self.place, say=self.say, database=not named[0], broker=not named[1])
        self.embedded.family.guard = self.interrupts.held
        self.supervisor = Supervisor(self.embedded.family, self.place.log, self.say)

    def say(self, sentence: str) -> None:
        """A terminal that went away is no reason to stop."""
        try:
            print(sentence, file=sys.stderr if self.as_json else sys.stdout, flush=True)
        except OSError:
            return

    def run(self) -> int:
        try:
            self._start()
            self._watch()
        except Stopped:
            self.say("Stopping …")
        except ServiceProblem as problem:
            self.say(str(problem))
            return FAILED
        finally:
            self._stop()
        return DONE

    def _start(self) -> None:
        began = time.monotonic()
        rotate(self.place.log)
        wanted = os.environ.get("PORT") or "8000"
        self.port = free_port(wanted)
        if str(self.port) != wanted:
            self.say(f"Port {wanted} is taken; using {self.port}.")
        self.say(f"Starting in {self.place.state} …")
        self.embedded.start()
        aside = demo_load.set_aside_half(self.embedded)
        if aside:
            self.say(f"An earlier first start was cut off while it loaded the demo; its half is kept in {aside}.")
        environ = self._environ()
        (self.place.state / "tick").unlink(missing_ok=True)  # of an earlier run: it would answer for this one
        self._add_servers()
        self._add(programs.web(environ, self.port))  # it loads while the schema is made; its address is told later
        migrate_when_needed(self.embedded, environ, log=self.place.log / "migrate.log")
        host = demo_host.order(self.place.state, environ)
        if host:
            self._add(host)
        self._load_demo(environ)
        if programs.has_command("tick"):
            self._add(programs.reconciler(environ))
        self._await_readiness()
        self._add(programs.worker(environ))  # last: nobody waits for it, and loading it slows the others down
        address = environ["PUBLIC_URL"]
        self.lock.tell(address)
        lines, facts = greeting.ready(address, self.place.state, time.monotonic() - began)
        self.say(lines)
        if self.as_json:
            print(json.dumps(facts), flush=True)

    def _environ(self) -> dict[str, str]:
        here = {**local_environ(self.place), "PUBLIC_URL": f"http://127.0.0.1:{self.port}", "PORT": str(self.port)}
        for name in list(here):  # what somebody named stays theirs, the owner's address too
            if programs.is_named(name) or (name == "DATABASE_OWNER_URL" and programs.is_named("DATABASE_URL")):
                del here[name]
        here |= demo_host.addresses(self.place.state, os.environ)
        return {**os.environ, **here, "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}

    def _load_demo(self, environ: dict[str, str]) -> None:
        """It takes a minute or so: the site is told before, worker and reconciler wait for the end of it."""
        state, log = self.place.state, self.place.log / "demo.log"
        if not programs.has_command("demo") or not demo_load.is_wanted(self.embedded, environ.get("ENVIRONMENT", "")):
            return
        self._await(lambda: ask(self.port, "/healthz")[0])
        self.say(f"The site answers at {environ['PUBLIC_URL']}; its demo workspace is being loaded, logins follow …")
        (state / demo_load.LOADING).touch(mode=0o600)
        try:
            said = self._one_off("demo", programs.manage("demo", "--load"), environ, log)
        except ServiceProblem as problem:
            self.say(f"The demo workspace could not be loaded; going on without it. {problem}")
        else:
            demo_load.keep_logins(state, said)
            (state / demo_load.LOADED).touch(mode=0o600)
        (state / demo_load.LOADING).unlink()

    def _one_off(self, name: str, argv: list[str], environ: dict[str, str], log: Path) -> str:
        """A command that must end well before the next step; it dies with us like every child. What it said."""
        log.unlink(missing_ok=True)
        with log.open("ab") as stream:
            child = self.embedded.family.spawn(Order(name, argv, environ, cwd=programs.ROOT), log=stream)
        try:
            while child.poll() is None:
                self.supervisor.look()
                time.sleep(LOOK_S)
        finally:
            self.embedded.family.stop(name, child)
        if child.returncode not in DONE_OR_NOTHING:
            raise ServiceProblem(f"`manage.py {name}` failed. The end of {log}:\n{last_lines(log)}")
        return log.read_text(encoding="utf-8", errors="replace")

    def _add_servers(self) -> None:
        postgres, valkey = self.embedded.postgres, self.embedded.valkey
        if self.embedded.database:
            self.supervisor.add("postgres", postgres.launch, postgres.child)
        if self.embedded.broker:
            self.supervisor.add("valkey", valkey.launch, valkey.child)

    def _add(self, order: Order) -> None:
        self.supervisor.add(order.name, partial(self._spawn, order))

    def _spawn(self, order: Order) -> subprocess.Popen[bytes]:
        with (self.place.log / f"{order.name}.log").open("ab") as log:
            return self.embedded.family.spawn(order, log=log)

    def _await_readiness(self) -> None:
        """The first tick comes last: before it the site is asked only to tell people why it takes long."""
        patient_until = time.monotonic() + PATIENCE_S

        def is_ready() -> bool:
            nonlocal patient_until
            late = time.monotonic() > patient_until
            if not late and not last_tick(self.place.state):
                return False
            ready, answer = ask(self.port, "/readyz")
            if late and not ready:
                self.say(f"Not ready yet: {answer}")
                patient_until += PATIENCE_S
            return ready

        self._await(is_ready)

    def _await(self, done: Callable[[], bool]) -> None:
        while not done():
            self.supervisor.look()
            time.sleep(0.1)

    def _watch(self) -> None:
        rotate_at = time.monotonic() + ROTATE_S
        while True:
            time.sleep(LOOK_S)
            self.supervisor.look()
            if time.monotonic() > rotate_at:
                rotate(self.place.log)
                rotate_at += ROTATE_S

    def _stop(self) -> None:
        """Web, worker, reconciler; then the broker; the database last."""
        with self.interrupts.held():
            self.supervisor.stop("web", "worker", "reconciler", demo_host.NAME)
            for server in self.supervisor.children:
                if server.name == "postgres":
                    self.embedded.postgres.child = server.running
                elif server.name == "valkey":
                    self.embedded.valkey.child = server.running
            self.embedded.stop()
            self.interrupts.wanted = False
