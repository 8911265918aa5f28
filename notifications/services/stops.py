"""What must not leave after all, though it was claimed, and what becomes of it?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lifecycle.rules.stages import Stage
from notifications.channels.email.guard import may_leave_for
from notifications.models import Delivery, HoldReason
from notifications.rules.backoff import retry_at
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.release import may_release
from notifications.rules.runs import RunStatus
from notifications.rules.statuses import AttemptOutcome, DeliveryStatus, TouchpointStatus
from notifications.services.due_letters import Letter
from notifications.services.mark import tell_somebody_else
from notifications.services.never_left import call_instead
from notifications.services.standing import NotApproved

_LIVE = {TouchpointStatus.RELEASED, TouchpointStatus.SERVED}
LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stop:
    status: DeliveryStatus
    detail: str
    hold: str = ""


_TAKEN_BACK = Stop(DeliveryStatus.SUPERSEDED, "its contact was taken back")
_WRONG_STAGE = Stop(DeliveryStatus.HELD, "the plan's stage does not allow it now", HoldReason.PAUSED)
_NOT_APPROVED = Stop(DeliveryStatus.HELD, "nobody's yes to this notice holds now", HoldReason.APPROVAL)
_HALTED = Stop(DeliveryStatus.HELD, "its mailing was stopped", HoldReason.HALTED)
_TOO_LATE = Stop(DeliveryStatus.EXPIRED, "its time has passed")
DATES_MOVED = Stop(DeliveryStatus.SUPERSEDED, "the dates moved since others were told: a correction says them")
_SUPPRESSED = Stop(DeliveryStatus.SUPPRESSED, "the address must not be written to")
_GUARDED = Stop(DeliveryStatus.HELD, "this environment may not write to that domain", HoldReason.ERROR)


def stop_of(letter: Letter, *, is_past: bool) -> Stop | None:
    """The checks of the last moment, in their order; `is_past`: its last day is over where the reader lives."""
    checks = (
        (letter.touchpoint_status not in _LIVE, _TAKEN_BACK),
        (not may_release(NoticeCode(letter.notice_code), Stage(letter.stage)), _WRONG_STAGE),
        (letter.run_status == RunStatus.HALTED, _HALTED),
        (letter.lacks_yes, _NOT_APPROVED),
        (is_past, _TOO_LATE),
        (letter.is_suppressed, _SUPPRESSED),
        (letter.channel == Channel.EMAIL and not may_leave_for(letter.address), _GUARDED),
    )
    return next((why for holds, why in checks if holds), None)


@transaction.atomic
def stop(letter: Letter, token: UUID, why: Stop, *, now: datetime) -> None:
    """Only while it is still ours."""
    rows = Delivery.objects.filter(pk=letter.id, lease_token=token, status=DeliveryStatus.CLAIMED)
    later = {"not_before": now + LOOK_AGAIN} if why.hold == HoldReason.ERROR else {}
    changed = rows.update(
        status=why.status,
        detail=why.detail[:300],
        hold_reason=why.hold,
        lease_until=None,
        lease_token=None,
        **later,
    )
    if not changed or not letter.is_mandatory or why not in {_SUPPRESSED, _TOO_LATE}:
        return
    related = ("touchpoint__account", "touchpoint__plan", "touchpoint__notice")
    delivery = Delivery.objects.select_related(*related).get(pk=letter.id)
    if why is _SUPPRESSED:
        tell_somebody_else(delivery, now=now)
    elif delivery.attempts.filter(outcome=AttemptOutcome.REFUSED).exists():  # only our own set-up is tried again
        call_instead(delivery.touchpoint, now=now)


@transaction.atomic
def hold_back(letter: Letter, token: UUID, problem: Exception, *, now: datetime) -> None:
    """A row that cannot be made into a letter stands aside, in sight; the others go on."""
    rows = Delivery.objects.select_for_update(of=("self",)).filter(pk=letter.id, lease_token=token)
    delivery = rows.filter(status=DeliveryStatus.CLAIMED).first()
    if delivery is None:
        return
    is_approved = not isinstance(problem, NotApproved)
    delivery.failures += is_approved
    delivery.status = DeliveryStatus.HELD
    delivery.hold_reason = HoldReason.ERROR if is_approved else HoldReason.APPROVAL
    delivery.detail = (str(problem) or type(problem).__name__)[:300]
    delivery.not_before = retry_at(now, failures=delivery.failures) if is_approved else delivery.not_before
    delivery.lease_until = delivery.lease_token = None
    delivery.save(
        update_fields=["status", "hold_reason", "detail", "failures", "not_before", "lease_until", "lease_token"]
    )
