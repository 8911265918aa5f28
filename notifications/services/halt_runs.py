"""Who stops a mailing, and who lets it go on?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from lifecycle.api import Refused, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import Delivery, HoldReason, SendRun
from notifications.rules.notice_codes import Channel
from notifications.rules.run_acts import halting, resuming
from notifications.rules.runs import HaltReason, RunStatus
from notifications.rules.statuses import UNSENT, DeliveryStatus
from notifications.services.run_outcomes import contacts_to_come, letters_left


@transaction.atomic
def halt_run(*, run: UUID, reason: str, actor: Actor, now: datetime) -> SendRun:
    """Whoever may stop stops at once; what has not left is held. Raises Refused."""
    row = _locked(run)
    is_finished = not SendRun.objects.filter(letters_left() | contacts_to_come(), pk=row.pk).exists()
    verdict = halting(actor, row.status, halted_by=row.halted_by, is_finished=is_finished) + _said(reason)
    if not verdict:
        raise Refused(verdict)
    halt(row, HaltReason.BY_PERSON, detail=reason, actor=actor, now=now)
    return row


def halt(run: SendRun, reason: HaltReason, *, detail: str, actor: Actor, now: datetime) -> None:
    """Inside a transaction; a letter that is being sent finishes."""
    run.status, run.halted_at, run.halted_by = RunStatus.HALTED, now, actor.name
    run.halt_reason, run.halt_detail = reason, detail
    run.save(update_fields=["status", "halted_at", "halted_by", "halt_reason", "halt_detail"])
    hold(Delivery.objects.filter(touchpoint__run=run).exclude(channel=Channel.DESK_TASK), HoldReason.HALTED)
    _record("notifications.run.halted", run, actor, now, reason=reason.value, detail=detail)


@transaction.atomic
def resume_run(*, run: UUID, reason: str, actor: Actor, now: datetime) -> SendRun:
    """A named person looked at it: what was held goes on, and only what comes from now on is judged. Raises Refused."""
    row = _locked(run)
    verdict = resuming(actor, row.status) + _said(reason)
    if not verdict:
        raise Refused(verdict)
    rest = Delivery.objects.filter(touchpoint__run=row, touchpoint__is_canary=False, channel=Channel.EMAIL)
    is_canary = row.canary_size > 0 and not rest.filter(attempts__isnull=False).exists()
    row.status = RunStatus.CANARY if is_canary else RunStatus.RUNNING
    row.judged_from = row.resumed_at = now
    row.resumed_by, row.resume_reason = actor.name, reason
    row.save(update_fields=["status", "judged_from", "resumed_at", "resumed_by", "resume_reason"])
    halted = Delivery.objects.filter(touchpoint__run=row, hold_reason=HoldReason.HALTED)
    waits = Q(touchpoint__is_canary=False) & ~Q(channel=Channel.DESK_TASK) if is_canary else Q(pk__in=[])
    halted.filter(waits).update(hold_reason=HoldReason.CANARY)
    let_go(halted)
    _record("notifications.run.resumed", row, actor, now, reason=reason, halted_for=row.halt_reason)
    ring("notifications.deliver")
    return row


def hold(rows: QuerySet[Delivery], reason: HoldReason) -> int:
    """Nothing is claimed that is held; who had claimed one finds it gone before any attempt."""
    unsent = rows.filter(status__in=sorted(UNSENT)).exclude(status=DeliveryStatus.HELD, hold_reason=reason)
    return unsent.update(
        status=DeliveryStatus.HELD, hold_reason=reason, lease_until=None, lease_token=None, carrier=None
    )


def wait_for_yes(rows: QuerySet[Delivery]) -> int:
    """Held until somebody says yes again; what waits for its mailing waits for its own reason."""
    return hold(rows.exclude(hold_reason__in=[HoldReason.HALTED, HoldReason.CANARY]), HoldReason.APPROVAL)


def let_go(rows: QuerySet[Delivery]) -> int:
    """As after a pause: the release looks at stage and quiet hours before it is ready again."""
    return rows.filter(status=DeliveryStatus.HELD).update(hold_reason=HoldReason.PAUSED)


def _locked(run: UUID) -> SendRun:
    rows = SendRun.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("notice__plan").filter(uuid=run).first()
    if row is None:
        raise Refused(blocked("run_unknown", Reason.MISSING))
    return row


def _said(reason: str) -> Verdict:
    return Verdict() if reason.strip() else blocked("reason", Reason.BROKEN_RULE, detail="say why")


def _record(action: str, run: SendRun, actor: Actor, now: datetime, **facts: Any) -> None:
    plan_key, code = run.notice.plan.key, run.notice.code
    record(action, subject=run.uuid, actor=actor, at=now, plan_key=plan_key, notice=code, number=run.number, **facts)
