"""How do other ways to send fare under the same kills: plain Celery, late-acknowledged Celery, django-post_office?"""

import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from celery import current_app

from config.services.mail_sink import MailSink
from tests.chaos.judge import Tally
from tests.chaos.programs import ROOT, Program, worker
from tests.chaos.recovery import Recovery
from tests.chaos.run import Course, Result, drive, result
from tests.chaos.world import World

TASKS = {"plain_delay": "control.send", "late_ack": "control.send_late"}
HAS_POST_OFFICE = find_spec("post_office") is not None


def celery_arm(arm: str, environ: Mapping[str, str], sink: MailSink, course: Course) -> Result:
    """The same mail as tasks: what was in a dead worker's hands is gone, or comes twice."""
    names = [f"<{uuid.uuid4()}@control.example>" for _ in range(course.notices)]
    for number, name in enumerate(names):
        current_app.send_task(TASKS[arm], args=[name, f"a{number}@control.example"])
    return _driven(arm, World(worker(environ, log=course.log)), sink, names, course)


def post_office_arm(environ: Mapping[str, str], sink: MailSink, course: Course) -> Result:
    """Rows in the database, a command that sends them; whatever kills it, it is started again at once."""
    names = [f"<{uuid.uuid4()}@control.example>" for _ in range(course.notices)]
    own = {**environ, "DJANGO_SETTINGS_MODULE": "tests.chaos.post_office", "LOG_LEVEL": "WARNING"}
    owner = {**own, "DATABASE_URL": environ["DATABASE_OWNER_URL"]}
    made = [sys.executable, "manage.py", "migrate", "post_office", "--skip-checks", "--verbosity=0"]
    subprocess.run(made, cwd=ROOT, env=owner, check=True)
    filled = [sys.executable, "-m", "tests.chaos.post_office"]
    subprocess.run(filled, cwd=ROOT, env=own, check=True, input="\n".join(names), text=True)
    sender = Again([sys.executable, "manage.py", "send_queued_mail", "--processes", "2"], own, log=course.log)
    return _driven("post_office", World(sender), sink, names, course)


class Again(Program):
    """A command that ends when it has nothing to do, as cron starts it."""

    def children(self) -> list[int]:
        if not self.is_running:
            self.start()
        return super().children()


@dataclass(slots=True)
class Quiet:
    """Nothing has come for a while; a command that ended is started again."""

    sink: MailSink
    program: Program
    for_s: float = 8.0
    _count: int = -1
    _since: float = 0.0

    def __call__(self) -> bool:
        if not self.program.is_running:
            self.program.start()
        if len(self.sink.messages) != self._count:
            self._count, self._since = len(self.sink.messages), time.monotonic()
        return self._count > 0 and time.monotonic() - self._since > self.for_s


def _driven(arm: str, world: World, sink: MailSink, names: list[str], course: Course) -> Result:
    quiet, recovery, began = Quiet(sink, world.worker), Recovery(), time.monotonic()
    drive(world, sink, course, ring=lambda: None, recovery=recovery, finished=quiet)
    counts = Counter(str(each.message["Message-ID"]) for each in sink.messages)
    found = Tally(lost=sum(not counts[each] for each in names), duplicated=sum(n - 1 for n in counts.values()))
    return result(arm, course, world, found, p99_s=0.0, took_s=time.monotonic() - began)
