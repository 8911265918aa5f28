"""How does work get on a person's desk, and its outcome back?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from lifecycle.api import BadInput, Refused, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import may
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import Delivery, DeskEntry, DeskTask, Touchpoint
from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT, right_to_close
from notifications.rules.statuses import DeliveryStatus, DeskAct, TaskKind, TaskOutcome, TouchpointStatus
from notifications.services.desk_follow import first_of, follow_up, is_outdated
from notifications.services.plan_book import facts_of_plan


def open_task(touchpoint: Touchpoint, *, kind: TaskKind, subject: str, now: datetime, source: str = "") -> DeskTask:
    """One task per cause, however often it is found; one that went with a moved date is opened again."""
    account = touchpoint.account
    due_date = now.astimezone(ZoneInfo(account.timezone)).date()
    task, _is_new = DeskTask.objects.get_or_create(
        source=source or f"{kind}:{touchpoint.plan_id}:{account.pk}",
        defaults={
            "account": account,
            "plan_id": touchpoint.plan_id,
            "touchpoint": touchpoint,
            "kind": kind,
            "owner_email": account.csm_email,
            "due_date": due_date,
            "subject": f"{account.name}: {subject}"[:300],
            "created_at": now,
        },
    )
    if task.status == DeskTask.Status.SUPERSEDED:
        task.status, task.touchpoint, task.due_date, task.note = DeskTask.Status.OPEN, touchpoint, due_date, ""
        task.save(update_fields=["status", "touchpoint", "due_date", "note"])
    return task


@transaction.atomic
def close_desk_task(
    *,
    task_id: int,
    outcome: TaskOutcome,
    person: str,
    note: str,
    actor: Actor,
    now: datetime,
    on: date | None = None,
    next_on: date | None = None,
    told_earlier: bool = False,
) -> DeskTask:
    """What speaks for an account needs a named person and a note; a task closes once. Raises Refused.

    `next_on` is the day promised, or when to try again: it becomes a task of its own. What was told by a script before
    its dates moved is put on record as that, where somebody says so by `told_earlier`.
    """
    task = DeskTask.objects.select_for_update(of=("self",)).select_related("account", "plan").filter(pk=task_id).first()
    if task is None:
        raise BadInput(f"There is no desk task {task_id}: look at the desk for its number.")
    today = now.astimezone(ZoneInfo(task.account.timezone)).date()
    verdict = may(actor, right_to_close(TaskKind(task.kind), outcome))
    if verdict:
        verdict = _is_in_time(task, outcome, told_earlier=told_earlier)
        verdict += _may_end_so(task, outcome, said=bool(person.strip() and note.strip()), next_on=next_on, today=today)
    if not verdict:
        raise Refused(verdict)
    task.status, task.outcome = DeskTask.Status.CLOSED, outcome
    task.person, task.note, task.closed_by, task.closed_at = person.strip(), note.strip(), actor.name, now
    task.outcome_date = on or today
    task.promise_date = next_on if outcome is TaskOutcome.PROMISED else None
    task.save()
    if outcome in SPEAKS_FOR_ACCOUNT:
        _told_by_call(task, now)
    _put_on_record(task, next_on, actor, now)
    return task


def _put_on_record(task: DeskTask, next_on: date | None, actor: Actor, now: datetime) -> None:
    DeskEntry.objects.create(
        task=task,
        account=task.account,
        act=DeskAct.CLOSED,
        outcome=task.outcome,
        person=task.person,
        note=task.note,
        by=actor.name,
        owner_email=task.owner_email,
        until_date=next_on,
        at=now,
    )
    if next_on:
        follow_up(task, next_on, now=now)
    record(
        "notifications.desk_task.closed",
        subject=task.uuid,
        actor=actor,
        at=now,
        account=task.account,
        plan_key=task.plan.key,
        outcome=task.outcome,
        kind=task.kind,
    )
    ring("notifications.push_evidence", plan_id=task.plan_id)


def _is_in_time(task: DeskTask, outcome: TaskOutcome, *, told_earlier: bool) -> Verdict:
    """What was said by a script that no longer holds was said all the same: the account hears otherwise then."""
    key = task.account.key
    if outcome in SPEAKS_FOR_ACCOUNT and is_outdated(task):
        return Verdict() if told_earlier else blocked("script_dated", Reason.WRONG_STAGE, subject=key)
    if task.status != DeskTask.Status.OPEN:
        return blocked("desk_task", Reason.WRONG_STAGE, subject=key, detail="it is closed already")
    return Verdict()


def _may_end_so(task: DeskTask, outcome: TaskOutcome, *, said: bool, next_on: date | None, today: date) -> Verdict:
    key = task.account.key
    if task.kind == TaskKind.REVIEW_UNCERTAIN and delivery_in_doubt(task):
        return blocked("still_uncertain", Reason.WRONG_STAGE, subject=key)
    if outcome in SPEAKS_FOR_ACCOUNT and not said:
        return blocked("desk_task", Reason.MISSING, subject=key, detail="who, and what was said")
    if next_on and next_on < today:
        return blocked("promise_past", Reason.BROKEN_RULE, subject=key)
    return Verdict()


def delivery_in_doubt(task: DeskTask) -> Delivery | None:
    """The message that a task asks about, while nobody has said what became of it."""
    kind, _colon, uuid = task.source.partition(":")
    if kind != TaskKind.REVIEW_UNCERTAIN:
        return None
    return Delivery.objects.filter(uuid=uuid, status=DeliveryStatus.UNCERTAIN).first()


def _told_by_call(task: DeskTask, now: datetime) -> None:
    """The account heard the dates of the script, moved since or not; its writing need not wait until the afternoon."""
    began = first_of(task)
    if began.kind != TaskKind.CALL or began.touchpoint_id is None:
        return
    rows = Touchpoint.objects.select_for_update(of=("self",)).select_related("plan__module")
    call = rows.get(pk=began.touchpoint_id)
    if task.pk != began.pk and call.status not in {TouchpointStatus.RELEASED, TouchpointStatus.MISSED}:
        return  # told by the first call already, or taken back since
    call.told_at, call.told_dates = now, task.script_dates or facts_of_plan(call.plan).told
    call.status, call.served_at = TouchpointStatus.SERVED, now
    call.save(update_fields=["told_at", "told_dates", "status", "served_at"])
    writing = Touchpoint.objects.filter(
        Q(notice=call.notice_id, account=call.account_id, date_revision=call.date_revision, day=call.day),
        status=TouchpointStatus.PLANNED,
        due_at__gt=now,
    )
    writing.update(due_at=now)
