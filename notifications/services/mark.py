"""What does an answer make of a delivery, and who is told next when it was a no?"""

from datetime import datetime
from functools import singledispatch
from uuid import UUID

from django.db import transaction

from notifications.channels.contract import Accepted, Ambiguous, Answer, Fault, Refused, Temporary
from notifications.models import Delivery, Suppression, Touchpoint
from notifications.rules.backoff import retry_at
from notifications.rules.notice_codes import Channel
from notifications.rules.pacing import THROTTLED
from notifications.rules.send_window import is_past
from notifications.rules.statuses import DEAD_ENDS, TOLD, AttemptOutcome, DeliveryStatus, TaskKind
from notifications.services.desk import open_task
from notifications.services.lanes import slow_down
from notifications.services.leaving import leaves_at
from notifications.services.never_left import call_instead
from notifications.services.packed import follow
from notifications.services.people import next_target
from notifications.services.release_singly import add_deliveries
from notifications.services.settle import TEXT, end_attempt, forget_text, is_in_doubt, serve, settle_ambiguous
from notifications.services.silent_mailboxes import silent_after

_MARKED = ["status", "lease_until", "lease_token", "accepted_at", "provider_ref", "failures", "not_before", "detail"]
_MARKED += TEXT


@transaction.atomic
def mark(*, delivery_id: int, token: UUID, answer: Answer | None, now: datetime) -> bool:
    """False when the row is not ours any more: then whoever took it over decides."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("touchpoint__account", "touchpoint__plan", "touchpoint__notice")
        .filter(pk=delivery_id, lease_token=token, status=DeliveryStatus.SENDING)
        .first()
    )
    if delivery is None:
        return False
    delivery.lease_until = delivery.lease_token = None
    if answer is None:
        _unsent(delivery, now)
    else:
        _apply(answer, delivery, now)
    delivery.save(update_fields=_MARKED)
    inside = follow(delivery, now=now)
    for each in (delivery, *inside):
        if each.status not in TOLD and not is_in_doubt(each):
            _not_told(each)
    unheard = inside if delivery.status in DEAD_ENDS else silent_after(answer, [delivery, *inside], now=now)
    for each in unheard:
        tell_somebody_else(each, now=now)
    return True


@singledispatch
def _apply(answer: object, delivery: Delivery, now: datetime) -> None:
    raise TypeError(f"no channel may answer {type(answer).__name__}")


@_apply.register
def _accepted(answer: Accepted, delivery: Delivery, now: datetime) -> None:
    end_attempt(delivery, AttemptOutcome.OK, now=now)
    delivery.status, delivery.accepted_at, delivery.provider_ref = DeliveryStatus.ACCEPTED, now, answer.ref
    serve(delivery, now=now)


@_apply.register
def _temporary(answer: Temporary, delivery: Delivery, now: datetime) -> None:
    """Whoever asks all for patience gets it; that says nothing about the message, which is none the worse for it."""
    end_attempt(delivery, AttemptOutcome.TEMPORARY, now=now, code=answer.code, text=answer.text)
    if delivery.channel != Channel.EMAIL or not (answer.is_everybodys or answer.code in THROTTLED):
        _again(delivery, now, answer.text, answer.retry_after_s)
        return
    _ready(delivery, answer.text, slow_down(delivery, is_everybodys=answer.is_everybodys, detail=answer.text, now=now))


@_apply.register
def _refused(answer: Refused, delivery: Delivery, now: datetime) -> None:
    end_attempt(delivery, AttemptOutcome.REFUSED, now=now, code=answer.code, text=answer.text)
    delivery.detail = f"{answer.code} {answer.text}"[:300]
    if answer.fault is Fault.CONFIGURATION:
        _ours_to_mend(delivery, answer, now)
        return
    delivery.status = DeliveryStatus.FAILED if answer.fault is Fault.MESSAGE else DeliveryStatus.HARD_BOUNCED
    if answer.fault is Fault.ADDRESS:
        suppress(delivery, reason=delivery.detail, now=now)
    delivery.save(update_fields=_MARKED)
    tell_somebody_else(delivery, now=now)


def _ours_to_mend(delivery: Delivery, answer: Refused, now: datetime) -> None:
    """Nobody is suppressed and no other contact is worn out: it waits until its last day is over.

    What would be refused to everybody is tried with one message at a time, as after a pause.
    """
    if is_past(now, delivery.touchpoint.account.timezone, delivery.touchpoint.late_until):
        delivery.status = DeliveryStatus.FAILED
        call_instead(delivery.touchpoint, now=now)
    elif answer.is_everybodys and delivery.channel == Channel.EMAIL:
        detail = delivery.detail
        _ready(delivery, detail, slow_down(delivery, is_everybodys=True, detail=detail, now=now))
    else:
        _again(delivery, now, delivery.detail, None)


@_apply.register
def _ambiguous(answer: Ambiguous, delivery: Delivery, now: datetime) -> None:
    end_attempt(delivery, AttemptOutcome.AMBIGUOUS, now=now, text=answer.text)
    settle_ambiguous(delivery, now=now)


def _again(delivery: Delivery, now: datetime, detail: str, asked_for_s: float | None) -> None:
    """A definite no for now: ready again, later."""
    delivery.failures += 1
    _ready(delivery, detail, retry_at(now, failures=delivery.failures - 1, asked_for_s=asked_for_s))


def _ready(delivery: Delivery, detail: str, wanted: datetime) -> None:
    """With whatever is true by then; what is in doubt goes under its key, the same to the byte."""
    if not is_in_doubt(delivery):
        forget_text(delivery)
    delivery.status, delivery.detail = DeliveryStatus.READY, detail[:300]
    delivery.not_before = leaves_at(delivery.touchpoint, wanted)


def _unsent(delivery: Delivery, now: datetime) -> None:
    """Handed back by a living worker before its turn came."""
    end_attempt(delivery, AttemptOutcome.TEMPORARY, now=now, code="unsent", text="handed back before its turn came")
    _ready(delivery, delivery.detail, delivery.not_before)


def suppress(delivery: Delivery, *, reason: str, now: datetime) -> None:
    Suppression.objects.get_or_create(
        address_norm=delivery.address_norm,
        scope=Suppression.Scope.CHANNEL,
        defaults={"reason": reason or "refused", "created_at": now},
    )


def tell_somebody_else(delivery: Delivery, *, now: datetime) -> None:
    """The next contact of the account; when there is none, a person must find one (A13)."""
    touchpoint = delivery.touchpoint
    target = next_target(touchpoint) if touchpoint.channel == Channel.EMAIL else None
    if target is None or not add_deliveries(touchpoint, [target], now=now, again=delivery.round):
        open_task(touchpoint, kind=TaskKind.FIND_CONTACT, subject="every contact refused or bounced", now=now)


def _not_told(delivery: Delivery) -> None:
    """After a definite no nobody has read anything, unless somebody else got the same contact."""
    others = delivery.touchpoint.deliveries.exclude(pk=delivery.pk).filter(status__in=list(TOLD))
    if delivery.channel != Channel.DESK_TASK and not others.exists():
        Touchpoint.objects.filter(pk=delivery.touchpoint_id, served_at__isnull=True).update(
            told_at=None, told_dates=None
        )
