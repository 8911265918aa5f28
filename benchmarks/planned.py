"""Does a real worker plan a large plan within its limit, from its queue, also when it is killed half-way? (spec: P1)

The worker runs at the lowest priority. The peer is the limit of one task. Of the second plan the child that plans it is
killed half-way and rung for anew, as the tick would: what it had planned is there, and is not planned again.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from celery import current_app
from django.db import connection

from benchmarks.bare_parts import ROOT
from benchmarks.mail_scene import NOW
from benchmarks.queueing import plan_of
from benchmarks.result import Result
from lifecycle.models import SunsetPlan
from notifications.models import PlanningRound, Touchpoint
from notifications.reconcile import AT_ONCE as PIECE
from notifications.rules.statuses import TouchpointStatus
from notifications.tasks import LONG

ACCOUNTS = 10_000
PATIENCE_S = 3 * LONG
_WORKER = ("-m", "celery", "-A", "config.celery", "worker", "-Q", "bulk", "--concurrency", "1", "-l", "ERROR")


def measure(scale: float) -> list[Result]:
    number = max(3 * PIECE, round(ACCOUNTS * scale))
    with _worker() as worker:
        first, whole, cut = plan_of(1), plan_of(number), plan_of(number)
        _planned(first, worker)  # what is loaded once
        undisturbed, killed = _planned(whole, worker), _planned(cut, worker, dies_after=f"{cut.module.key}-5")
    contacts = Touchpoint.objects.filter(plan=whole).count()
    assert contacts == Touchpoint.objects.filter(plan=cut).count() >= number
    of_ours = Touchpoint.objects.filter(plan__in=(first, whole, cut))
    of_ours.update(status=TouchpointStatus.CANCELLED)  # what is measured next sends none of them
    rows = f"{contacts:,} contacts of {number:,} accounts"
    load = f"load {os.getloadavg()[0]:.1f}"
    return [
        Result(f"plan {rows} by a worker, s", undisturbed.wall_s, LONG, f"{load}, its limit", 1.0),
        Result("of these the worker's processor, s", undisturbed.own_s, undisturbed.database_s, "the database's", None),
        Result(f"plan {rows} by one that is killed, s", killed.wall_s, undisturbed.wall_s, "undisturbed", None),
    ]


class _Took:
    """Of one plan; a process that died is counted until it was last looked at."""

    def __init__(self, worker: psutil.Process) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = psutil.Process(cursor.fetchone()[0])
        self._worker, self._database = worker, backend.parent() or backend
        self._began = time.monotonic()
        self._before = _cpu_s(worker), _cpu_s(self._database)
        self.wall_s = self.own_s = self.database_s = 0.0

    def look(self) -> None:
        self.wall_s = time.monotonic() - self._began
        self.own_s = max(self.own_s, _cpu_s(self._worker) - self._before[0])
        self.database_s = max(self.database_s, _cpu_s(self._database) - self._before[1])


def _cpu_s(head: psutil.Process) -> float:
    total = 0.0
    for each in (head, *head.children(recursive=True)):
        try:
            spent = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


def _planned(plan: SunsetPlan, worker: psutil.Process, *, dies_after: str = "") -> _Took:
    """`dies_after` is how the key of an account begins: those of the plan's accounts end in their numbers."""
    took = _Took(worker)
    _ring(plan)
    while not PlanningRound.objects.filter(plan=plan, is_whole=True, after_key="").exists():
        if dies_after and PlanningRound.objects.filter(plan=plan, after_key__gte=dies_after).exists():
            dies_after = ""
            for each in worker.children():
                each.send_signal(signal.SIGKILL)
            _ring(plan)
        if took.wall_s > PATIENCE_S:
            raise TimeoutError(plan.key)
        time.sleep(0.2)
        took.look()
    return took


def _ring(plan: SunsetPlan) -> None:
    current_app.send_task("notifications.reconcile", kwargs={"plan_id": plan.pk, "now": NOW.isoformat()})


@contextmanager
def _worker() -> Iterator[psutil.Process]:
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "worker.log").open("wb") as log:
        program = subprocess.Popen(["nice", "-n", "19", sys.executable, *_WORKER], cwd=ROOT, stdout=log, stderr=log)
        try:
            yield psutil.Process(program.pid)
        finally:
            program.terminate()
            program.wait()
