"""What becomes of a day that was promised, and of a contact that nobody planned?"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import Account, Refused, SunsetPlan, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from notifications.models import DeskTask, InboxMessage
from notifications.rules.statuses import TaskKind
from notifications.services.plan_book import facts_of_plan

_FOLLOWS = "follow"


def first_of(task: DeskTask) -> DeskTask:
    """The task at which a chain of follow-ups began; its own, when it is none."""
    while before := _before(task.source):
        task = DeskTask.objects.get(pk=before)
    return task


def firsts_of(plan: SunsetPlan, tasks: Iterable[int]) -> dict[int, int]:
    """By task of a plan: the task at which its chain of follow-ups began."""
    rows = DeskTask.objects.filter(plan=plan, kind=TaskKind.FOLLOW_UP).values_list("pk", "source")
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
    return int(rest.partition(":")[0]) if kind == _FOLLOWS else None


def follow_up(task: DeskTask, day: date, *, now: datetime) -> DeskTask:
    """It is asked about on its day, by whoever owns the task then."""
    return DeskTask.objects.create(
        source=f"{_FOLLOWS}:{task.pk}:{task.entries.count()}",
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


@transaction.atomic
def note_contact(*, account: Account, plan: SunsetPlan, actor: Actor, owner_email: str, now: datetime) -> DeskTask:
    """Somebody talks with the account unasked: a call of their own, to be closed with what came of it. Raises Refused.

    Its script is what the account was told last.
    """
    verdict = may(actor, Right.CLEAR_ACCOUNT)
    if not verdict:
        raise Refused(verdict)
    said = InboxMessage.objects.filter(account=account, notice__plan=plan).first()
    task = DeskTask.objects.create(
        source=f"own:{uuid4()}",
        account=account,
        plan=plan,
        kind=TaskKind.CALL,
        owner_email=owner_email,
        due_date=now.astimezone(ZoneInfo(account.timezone)).date(),
        subject=f"{account.name}: {plan.module.name}"[:300],
        script=said.body_text if said else "",
        script_dates=facts_of_plan(plan).told or None,
        created_at=now,
    )
    record("notifications.desk_task.opened", subject=task.uuid, actor=actor, at=now, account=account, plan_key=plan.key)
    return task


def drop_follow_ups(task: DeskTask) -> None:
    """The outcome was taken back, and with it what followed."""
    DeskTask.objects.filter(source__startswith=f"{_FOLLOWS}:{task.pk}:", status=DeskTask.Status.OPEN).update(
        status=DeskTask.Status.SUPERSEDED, note="the outcome was undone"
    )
