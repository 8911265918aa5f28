"""How does work get on a person's desk, and its outcome back?"""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from lifecycle.api import BadInput, Refused, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import may
from lifecycle.rules.verdicts import Reason, blocked
from notifications.models import Delivery, DeskTask, Touchpoint
from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT, right_to_close
from notifications.rules.statuses import DeliveryStatus, TaskKind, TaskOutcome, TouchpointStatus
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
    *, task_id: int, outcome: TaskOutcome, person: str, note: str, actor: Actor, now: datetime, on: date | None = None
) -> DeskTask:
    """`reached` needs a named person and a note; a task closes once. Raises Refused."""
    task = DeskTask.objects.select_for_update(of=("self",)).select_related("account", "plan").filter(pk=task_id).first()
    if task is None:
        raise BadInput(f"There is no desk task {task_id}: look at the desk for its number.")
    verdict = may(actor, right_to_close(TaskKind(task.kind), outcome))
    if not verdict:
        raise Refused(verdict)
    if task.kind == TaskKind.REVIEW_UNCERTAIN and delivery_in_doubt(task):
        raise Refused(blocked("still_uncertain", Reason.WRONG_STAGE, subject=task.account.key))
    if task.status != DeskTask.Status.OPEN:
        raise Refused(blocked("desk_task", Reason.WRONG_STAGE, subject=task.account.key, status=task.status))
    if outcome is TaskOutcome.REACHED and not (person.strip() and note.strip()):
        raise Refused(blocked("desk_task", Reason.MISSING, subject=task.account.key, detail="who, and what was said"))
    task.status, task.outcome = DeskTask.Status.CLOSED, outcome
    task.person, task.note, task.closed_by, task.closed_at = person.strip(), note.strip(), actor.name, now
    task.outcome_date = on or now.astimezone(ZoneInfo(task.account.timezone)).date()
    task.save()
    if task.kind == TaskKind.CALL and task.touchpoint_id is not None and outcome in SPEAKS_FOR_ACCOUNT:
        _told_by_call(task.touchpoint_id, task.script_dates, now)
    record(
        "notifications.desk_task.closed",
        subject=task.uuid,
        actor=actor,
        at=now,
        account=task.account,
        plan_key=task.plan.key,
        outcome=outcome,
        kind=task.kind,
    )
    ring("notifications.push_evidence", plan_id=task.plan_id)
    return task


def delivery_in_doubt(task: DeskTask) -> Delivery | None:
    """The message that a task asks about, while nobody has said what became of it."""
    kind, _colon, uuid = task.source.partition(":")
    if kind != TaskKind.REVIEW_UNCERTAIN:
        return None
    return Delivery.objects.filter(uuid=uuid, status=DeliveryStatus.UNCERTAIN).first()


def _told_by_call(touchpoint_id: int, script_dates: dict[str, str] | None, now: datetime) -> None:
    """The account heard the dates of the script, moved since or not; its writing need not wait until the afternoon."""
    call = Touchpoint.objects.select_for_update(of=("self",)).select_related("plan__module").get(pk=touchpoint_id)
    call.told_at, call.told_dates = now, script_dates or facts_of_plan(call.plan).told
    call.status, call.served_at = TouchpointStatus.SERVED, now
    call.save(update_fields=["told_at", "told_dates", "status", "served_at"])
    writing = Touchpoint.objects.filter(
        Q(notice=call.notice_id, account=call.account_id, date_revision=call.date_revision, day=call.day),
        status=TouchpointStatus.PLANNED,
        due_at__gt=now,
    )
    writing.update(due_at=now)


def desk_tasks(*, owner_email: str = "", plan_id: int | None = None, only_open: bool = True) -> list[DeskTask]:
    """By due date; of one success manager, one plan, or all."""
    rows = DeskTask.objects.select_related("account", "plan", "touchpoint__notice").order_by("due_date", "id")
    if owner_email:
        rows = rows.filter(owner_email=owner_email)
    if plan_id is not None:
        rows = rows.filter(plan_id=plan_id)
    return list(rows.filter(status=DeskTask.Status.OPEN) if only_open else rows)


def desk_task(uuid: UUID) -> DeskTask | None:
    rows = DeskTask.objects.select_related("account", "plan", "touchpoint__notice")
    return rows.filter(uuid=uuid).first()
