"""What becomes of a day that was promised, and of a contact that nobody planned?"""

from collections.abc import Iterable
from datetime import date, datetime

from lifecycle.api import SunsetPlan
from notifications.models import DeskTask
from notifications.rules.desk_rights import DATE_MOVED
from notifications.rules.statuses import TaskKind
from notifications.services.plan_book import facts_of_plan

FOLLOWS = "follow"


def first_of(task: DeskTask) -> DeskTask:
    """The task at which a chain of follow-ups began; its own, when it is none."""
    while before := _before(task.source):
        task = DeskTask.objects.get(pk=before)
    return task


def firsts_of(plan: SunsetPlan, tasks: Iterable[int]) -> dict[int, int]:
    """By task of a plan: the task at which its chain of follow-ups began."""
    rows = DeskTask.objects.filter(plan=plan, source__startswith=f"{FOLLOWS}:").values_list("pk", "source")
    before = {pk: found for pk, source in rows if (found := _before(source))}
    firsts = {}
    for pk in tasks:
        first = pk
        while first in before:
            first = before[first]
        firsts[pk] = first
    return firsts


def _before(source: str) -> int | None:
    kind, _colon, rest = source.partition(":")
    return int(rest.partition(":")[0]) if kind == FOLLOWS else None


def is_outdated(task: DeskTask) -> bool:
    """Off the desk, with a script of dates that hold no longer: whoever was told by it may still be put on record."""
    if task.status != DeskTask.Status.SUPERSEDED:
        return False
    return task.note == DATE_MOVED or bool(task.script_dates and task.script_dates != facts_of_plan(task.plan).told)


def follow_up(task: DeskTask, day: date, *, now: datetime) -> DeskTask:
    """It is asked about on its day, by whoever owns the task then."""
    return DeskTask.objects.create(
        source=f"{FOLLOWS}:{task.pk}:{task.entries.count()}",
        account=task.account,
        plan=task.plan,
        kind=TaskKind.FOLLOW_UP,
        owner_email=task.owner_email,
        due_date=day,
        subject=task.subject,
        script=task.script,
        script_dates=task.script_dates,
        created_at=now,
    )


def drop_follow_ups(task: DeskTask) -> None:
    """The outcome was taken back, and with it what followed."""
    DeskTask.objects.filter(source__startswith=f"{FOLLOWS}:{task.pk}:", status=DeskTask.Status.OPEN).update(
        status=DeskTask.Status.SUPERSEDED, note="the outcome was undone"
    )
