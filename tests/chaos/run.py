"""Does every notice arrive exactly once, or is it listed, when anything dies at any moment?"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from celery import current_app

from config.services.embedded import Embedded
from config.services.mail_sink import MailSink
from tests.chaos.calamities import Counts, drawn
from tests.chaos.judge import Tally, is_finished, tally
from tests.chaos.noon import later
from tests.chaos.programs import scheduler, worker
from tests.chaos.recovery import Recovery, asked
from tests.chaos.scenes import notices, reminders
from tests.chaos.world import World


@dataclass(frozen=True, slots=True)
class Course:
    """What a run is to be: `log` gets what its programs say, `within_s` ends it; `reminders` need not be heard."""

    seed: int
    notices: int
    counts: Counts
    within_s: float
    log: Path
    reminders: int = 0

    @property
    def messages(self) -> int:
        return self.notices + self.reminders


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


def ledger_arm(
    environ: Mapping[str, str],
    sink: MailSink,
    course: Course,
    *,
    arm: str = "ledger",
    servers: Embedded | None = None,
    concurrency: int = 2,
) -> Result:
    """Our own delivery: rows in Postgres, doorbells over Valkey, SMTP with whatever the sink knows of keys.

    With `servers` two schedulers ring, and broker and database may be struck; without, this process rings.
    """
    everybody = course.notices if servers else None  # schedulers would plan again what was left out
    plans = [notices(course.notices, told_inside=everybody)] if course.notices else []
    plans += [reminders(course.reminders)] if course.reminders else []
    recovery, began = Recovery(), time.monotonic()
    world = World(worker(environ, log=course.log, concurrency=concurrency), servers=servers)
    if servers:
        world.schedulers = [scheduler(environ, log=course.log, plans=[each.pk for each in plans]) for _ in range(2)]

    def ring() -> None:
        if not servers:
            now = later(began).isoformat()
            current_app.send_task("notifications.deliver", kwargs={"now": now}, expires=5, ignore_result=True)

    drive(world, sink, course, ring=ring, recovery=recovery, finished=lambda: asked(is_finished, False))
    return result(arm, course, world, tally(plans, sink), p99_s=recovery.p99_s, took_s=time.monotonic() - began)


def result(arm: str, course: Course, world: World, found: Tally, *, p99_s: float, took_s: float) -> Result:
    return Result(
        arm,
        course.seed,
        course.messages,
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
    is_over = False
    # A batch that was struck is in doubt as a whole: many of its messages never arrive.
    ahead = drawn(course.seed, course.notices + course.reminders // 2, course.counts)
    programs = [world.worker, *world.schedulers]
    try:
        for program in programs:
            program.start()
        while time.monotonic() < end and not is_over:
            if time.monotonic() - rung > 0.3:
                ring()
                recovery.look()
                world.revive()
                is_over = not ahead and finished()
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
