"""Does every notice arrive exactly once, or is it listed, when anything dies at any moment?"""

import math
import random
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from celery import current_app
from django.db import DatabaseError, InterfaceError, connection

from config.services.embedded import Embedded
from config.services.mail_sink import MailSink
from notifications.models import Delivery
from notifications.rules.statuses import LEASED
from tests.chaos.calamities import Counts, drawn
from tests.chaos.judge import Tally, is_finished, scene, tally
from tests.chaos.noon import later
from tests.chaos.programs import scheduler, worker
from tests.chaos.world import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Course:
    """What a run is to be: `log` gets what its programs say, `within_s` ends it."""

    seed: int
    notices: int
    counts: Counts
    within_s: float
    log: Path


@dataclass(frozen=True, slots=True)
class Result:
    """`struck` counts the calamities that came, by their names; `recovery_p99_s` from a kill to its row's next step."""

    arm: str
    seed: int
    notices: int
    struck: dict[str, int]
    lost: int
    duplicated: int
    uncertain: int = 0
    refused: int = 0
    unresolved: int = 0
    recovery_p99_s: float = 0.0
    took_s: float = 0.0


@dataclass(slots=True)
class Recovery:
    """How long the rows of a dead worker stay where it left them."""

    open: dict[tuple[int, uuid.UUID], float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def note_kill(self) -> None:
        at = time.monotonic()
        nobody: set[tuple[int, uuid.UUID]] = set()
        for key in asked(_leased, nobody):
            self.open.setdefault(key, at)

    def look(self) -> None:
        held, at = asked(_leased, set(self.open)), time.monotonic()
        for key in [key for key in self.open if key not in held]:
            self.took.append(at - self.open.pop(key))

    @property
    def p99_s(self) -> float:
        ordered = sorted(self.took) or [0.0]
        return round(ordered[math.ceil(0.99 * len(ordered)) - 1], 2)


def asked(question: Callable[[], T], otherwise: T) -> T:
    """The database may be away at this moment."""
    try:
        return question()
    except (DatabaseError, InterfaceError):
        connection.close()
        return otherwise


def _leased() -> set[tuple[int, uuid.UUID]]:
    rows = Delivery.objects.filter(status__in=sorted(LEASED)).values_list("pk", "lease_token")
    return {(pk, token) for pk, token in rows if token}


def ledger_arm(
    environ: Mapping[str, str],
    sink: MailSink,
    course: Course,
    *,
    servers: Embedded | None = None,
    concurrency: int = 2,
) -> Result:
    """Our own delivery: rows in Postgres, doorbells over Valkey, SMTP without any key or look-up.

    With `servers` two schedulers ring, and broker and database may be struck; without, this process rings.
    """
    everybody = course.notices if servers else None  # schedulers would plan again what was left out
    plan, recovery, began = scene(course.notices, told_inside=everybody), Recovery(), time.monotonic()
    world = World(worker(environ, log=course.log, concurrency=concurrency), servers=servers)
    if servers:
        world.schedulers = [scheduler(environ, log=course.log, plan_id=plan.pk) for _ in range(2)]

    def ring() -> None:
        if not servers:
            now = later(began).isoformat()
            current_app.send_task("notifications.deliver", kwargs={"now": now}, expires=5, ignore_result=True)

    drive(world, sink, course, ring=ring, recovery=recovery, finished=lambda: asked(is_finished, False))
    found = tally(plan, sink, course.notices)
    return result("ledger", course, world, found, p99_s=recovery.p99_s, took_s=time.monotonic() - began)


def result(arm: str, course: Course, world: World, found: Tally, *, p99_s: float, took_s: float) -> Result:
    return Result(
        arm,
        course.seed,
        course.notices,
        {each.value: count for each, count in world.struck.items()},
        found.lost,
        found.duplicated,
        found.uncertain,
        found.refused,
        found.unresolved,
        p99_s,
        round(took_s, 1),
    )


def drive(
    world: World,
    sink: MailSink,
    course: Course,
    *,
    ring: Callable[[], None],
    recovery: Recovery,
    finished: Callable[[], bool],
) -> None:
    """Ring as the tick does, strike when so many messages have arrived, until all is done or time is over."""
    chance, rung, end = random.Random(course.seed), 0.0, time.monotonic() + course.within_s
    ahead = drawn(course.seed, course.notices, course.counts)
    programs = [world.worker, *world.schedulers]
    try:
        for program in programs:
            program.start()
        while time.monotonic() < end and (ahead or not finished()):
            if time.monotonic() - rung > 0.3:
                ring()
                recovery.look()
                rung = time.monotonic()
            world.tend()
            if ahead and len(sink.messages) >= ahead[0][0]:
                time.sleep(chance.random() * 0.03)
                recovery.note_kill()
                world.strike(ahead.pop(0)[1])
            time.sleep(0.005)
        recovery.look()
    finally:
        world.tend(all_of_them=True)
        for program in programs:
            program.kill_all()
