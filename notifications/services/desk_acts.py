"""How is a task put off, handed over, or its outcome taken back?"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lifecycle.api import BadInput, Refused, record, ring
from lifecycle.rules.actors import Actor, Role
from lifecycle.rules.rights import Right, may
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import Delivery, DeskEntry, DeskTask, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import TOLD, DeskAct, TaskKind, TouchpointStatus
from notifications.services.desk_follow import drop_follow_ups, first_of
from notifications.services.desk_people import desk_people
from notifications.services.desk_sweep import give_task

UNDO_WITHIN = timedelta(minutes=15)
LONGEST_SNOOZE = timedelta(days=30)


@transaction.atomic
def snooze_task(*, uuid: UUID, until: date, note: str, actor: Actor, now: datetime, today: date) -> DeskTask:
    """Out of sight until a day, a month at most; the floor does not wait. `today` is the day of the person who puts it
    off, as on their list. Raises Refused.
    """
    task = _locked(uuid)
    verdict = may(actor, Right.SETTLE_MESSAGE) + _is_open(task)
    latest = today + LONGEST_SNOOZE
    if until <= today:
        verdict += blocked("snooze_past", Reason.BROKEN_RULE, subject=task.account.key)
    elif until > latest:
        verdict += blocked("snooze_far", Reason.BROKEN_RULE, subject=task.account.key, latest=latest.isoformat())
    if not verdict:
        raise Refused(verdict)
    task.snoozed_until = until
    task.save(update_fields=["snoozed_until"])
    _enter(task, DeskAct.SNOOZED, note, actor, now, until=until)
    return task


@transaction.atomic
def hand_over_task(*, uuid: UUID, to_email: str, note: str, actor: Actor, now: datetime) -> DeskTask:
    """To a colleague who has a login and is there, with a word of why. Raises Refused."""
    task, people = _locked(uuid), desk_people(now)
    verdict = may(actor, Right.SETTLE_MESSAGE) + _is_open(task)
    to = to_email.strip().lower()
    if to not in people.working:
        verdict += blocked("no_colleague", Reason.BROKEN_RULE, email=to)
    elif not people.is_there(to):
        verdict += blocked("colleague_away", Reason.BROKEN_RULE, email=to)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say what your colleague must know")
    if not verdict:
        raise Refused(verdict)
    give_task(task, to=to, act=DeskAct.HANDED_OVER, note=note.strip(), actor=actor, now=now)
    return task


@transaction.atomic
def undo_outcome(*, uuid: UUID, note: str, actor: Actor, now: datetime) -> DeskTask:
    """Within minutes, by whoever closed it or a lead; what left meanwhile stays sent. Raises Refused."""
    task = _locked(uuid)
    verdict = may(actor, Right.SETTLE_MESSAGE) + may_undo(task, actor, now=now)
    if not verdict:
        raise Refused(verdict)
    began = first_of(task)
    if began.kind == TaskKind.CALL and began.touchpoint_id is not None:
        _untold(began.touchpoint_id, task.closed_at)
    drop_follow_ups(task)
    task.status, task.outcome, task.person, task.note, task.closed_by = DeskTask.Status.OPEN, "", "", "", ""
    task.closed_at = task.outcome_date = task.promise_date = None
    task.save()
    _enter(task, DeskAct.UNDONE, note, actor, now)
    ring("notifications.push_evidence", plan_id=task.plan_id)
    return task


def may_undo(task: DeskTask, actor: Actor, *, now: datetime) -> Verdict:
    key = task.account.key
    if task.status != DeskTask.Status.CLOSED or task.closed_at is None:
        return blocked("desk_task", Reason.WRONG_STAGE, subject=key, detail="it is not closed")
    if task.kind == TaskKind.REVIEW_UNCERTAIN:
        return blocked("desk_task", Reason.WRONG_STAGE, subject=key, detail="what was found out about a message stays")
    if now - task.closed_at > UNDO_WITHIN:
        minutes = int(UNDO_WITHIN.total_seconds() // 60)
        return blocked("undo_too_late", Reason.WRONG_STAGE, subject=key, minutes=minutes)
    if actor.name != task.closed_by and actor.role is not Role.CSM_LEAD:
        return blocked("undo_not_yours", Reason.WRONG_PERSON, subject=key, by=task.closed_by)
    return Verdict()


def _locked(uuid: UUID) -> DeskTask:
    rows = DeskTask.objects.select_for_update(of=("self",)).select_related("account", "plan")
    task = rows.filter(uuid=uuid).first()
    if task is None:
        raise BadInput(f"There is no desk task {uuid}.")
    return task


def _is_open(task: DeskTask) -> Verdict:
    if task.status == DeskTask.Status.OPEN:
        return Verdict()
    return blocked("desk_task", Reason.WRONG_STAGE, subject=task.account.key, detail="it is closed already")


def _enter(task: DeskTask, act: DeskAct, note: str, actor: Actor, now: datetime, *, until: date | None = None) -> None:
    DeskEntry.objects.create(
        task=task, account=task.account, act=act, note=note.strip(), by=actor.name, until_date=until, at=now
    )
    record(
        f"notifications.desk_task.{act}",
        subject=task.uuid,
        actor=actor,
        at=now,
        account=task.account,
        plan_key=task.plan.key,
    )


def _untold(touchpoint_id: int, closed_at: datetime | None) -> None:
    """The call did not tell them after all, unless a message did."""
    call = Touchpoint.objects.select_for_update(of=("self",)).get(pk=touchpoint_id)
    others = Delivery.objects.filter(touchpoint=call, status__in=list(TOLD)).exclude(channel=Channel.DESK_TASK)
    if call.served_at != closed_at or others.exists():
        return
    call.told_at = call.told_dates = call.served_at = None
    call.status = TouchpointStatus.RELEASED
    call.save(update_fields=["told_at", "told_dates", "served_at", "status"])
