"""Whose work is left lying, and who takes it over?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import Account, record
from lifecycle.rules.actors import Actor
from notifications.models import DeskEntry, DeskTask
from notifications.rules.statuses import DeskAct
from notifications.rules.working_days import shifted
from notifications.services.calendars import CalendarBook
from notifications.services.desk_people import DeskPeople, desk_people

IGNORED_WORKING_DAYS = 2
SYSTEM = Actor.system("desk")


@transaction.atomic
def sweep_desk(*, now: datetime) -> int:
    """Tasks of who is away or gone go to the backup, overdue ones to the lead; returns how many. Safe to run twice."""
    people, book = desk_people(now), CalendarBook.read(first_year=now.year)
    rows = DeskTask.objects.select_for_update(of=("self",), skip_locked=True).select_related("account", "plan")
    return sum(_moved(task, people, book, now) for task in rows.filter(status=DeskTask.Status.OPEN).order_by("id"))


def _moved(task: DeskTask, people: DeskPeople, book: CalendarBook, now: datetime) -> bool:
    if task.owner_email and not people.is_there(task.owner_email):
        return _give(task, people.backup_of(task.owner_email), DeskAct.BACKED_UP, "the owner is away or gone", now)
    if task.escalated_at is None and _is_ignored(task, book, now):
        lead = people.lead(but=task.owner_email)
        if lead and _give(task, lead, DeskAct.ESCALATED, "nobody did it in time", now):
            DeskTask.objects.filter(pk=task.pk).update(escalated_at=now)
            return True
    return False


def _is_ignored(task: DeskTask, book: CalendarBook, now: datetime) -> bool:
    """Two working days of the account after it was due, or after the day until which it was put off."""
    account: Account = task.account
    due = max(task.due_date, task.snoozed_until) if task.snoozed_until else task.due_date
    today = now.astimezone(ZoneInfo(account.timezone)).date()
    return today > shifted(due, IGNORED_WORKING_DAYS, book.of(account))


def _give(task: DeskTask, to: str, act: DeskAct, note: str, now: datetime) -> bool:
    if not to or to == task.owner_email.lower():
        return False
    give_task(task, to=to, act=act, note=note, actor=SYSTEM, now=now)
    return True


def give_task(task: DeskTask, *, to: str, act: DeskAct, note: str, actor: Actor, now: datetime) -> None:
    """On record in the task's history and in the ledger. Runs inside the caller's transaction."""
    task.owner_email = to
    task.save(update_fields=["owner_email"])
    DeskEntry.objects.create(task=task, account=task.account, act=act, note=note, by=actor.name, owner_email=to, at=now)
    record(
        "notifications.desk_task.given",
        subject=task.uuid,
        actor=actor,
        at=now,
        account=task.account,
        plan_key=task.plan.key,
        act=act,
    )
