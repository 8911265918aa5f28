"""What becomes of a delivery of which nobody knows whether it left?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from notifications.channels.contract import Found, Outlet
from notifications.channels.registry import OUTLETS
from notifications.models import Attempt, Delivery
from notifications.rules.backoff import retry_at
from notifications.rules.notice_codes import Channel
from notifications.rules.repeats import Doubt, may_repeat_until
from notifications.rules.statuses import AttemptOutcome, DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.desk import open_task
from notifications.services.packed import follow, is_packed

TEXT = ("subject", "body_text", "body_html", "body_sha")
_SETTLED = ["status", "lease_until", "lease_token", "not_before", "accepted_at", "detail", "failures", *TEXT]


def forget_text(delivery: Delivery) -> None:
    """What nobody took over was never said: the next attempt renders anew, its hash stays with the old attempt."""
    delivery.subject = delivery.body_text = delivery.body_html = delivery.body_sha = ""


def is_in_doubt(delivery: Delivery) -> bool:
    """An earlier attempt may have left with this very text: until settled, neither forgotten nor untold."""
    if not delivery.body_sha or OUTLETS[Channel(delivery.channel)].can_look_up:
        return False
    return first_in_doubt(delivery.pk, delivery.body_sha) is not None


def first_in_doubt(delivery_id: int, body_sha: str) -> datetime | None:
    """Since when somebody may have this very text. What was refused before in the same words was read by nobody.

    The first by its number: whoever tried again may have had a clock that is behind.
    """
    return next((each.started_at for each in _doubts(delivery_id, body_sha)), None)


def _doubts(delivery_id: int, body_sha: str) -> list[Doubt]:
    tries = Attempt.objects.filter(delivery=delivery_id, body_sha=body_sha, outcome=AttemptOutcome.AMBIGUOUS)
    return [Doubt(at, route) for at, route in tries.order_by("n").values_list("started_at", "route")]


def end_attempt(delivery: Delivery, outcome: AttemptOutcome, *, now: datetime, code: str = "", text: str = "") -> None:
    Attempt.objects.filter(delivery=delivery, outcome=AttemptOutcome.OPEN).update(
        outcome=outcome, ended_at=now, code=code[:20], text=text[:500]
    )


def settle_ambiguous(delivery: Delivery, *, now: datetime) -> None:
    """Looked up, or sent again under its key by the way by which it left; otherwise a person decides.

    What others are packed into is not sent again: they may have changed since.
    """
    outlet = OUTLETS[Channel(delivery.channel)]
    found = outlet.resolve(delivery.uuid) if outlet.can_look_up else Found.UNKNOWN
    delivery.lease_until = delivery.lease_token = None
    known_until = None if is_packed(delivery) else _known_until(delivery, outlet)
    if found is not Found.FOUND and known_until is not None and now < known_until:
        delivery.status = DeliveryStatus.READY
        delivery.not_before = min(retry_at(now, failures=delivery.failures), known_until)
        delivery.failures += 1
    elif found is Found.ABSENT:
        delivery.status, delivery.not_before = DeliveryStatus.READY, now
        forget_text(delivery)
    elif found is Found.FOUND:
        delivery.status, delivery.accepted_at = DeliveryStatus.ACCEPTED, now
        serve(delivery, now=now)
    else:
        _ask_a_person(delivery, now)
    delivery.save(update_fields=_SETTLED)
    follow(delivery, now=now)


def _ask_a_person(delivery: Delivery, now: datetime) -> None:
    delivery.status, delivery.detail = DeliveryStatus.UNCERTAIN, "nobody can say whether it left"
    source = f"{TaskKind.REVIEW_UNCERTAIN}:{delivery.uuid}"
    subject = f"did {delivery.message_id} arrive?"
    open_task(delivery.touchpoint, kind=TaskKind.REVIEW_UNCERTAIN, subject=subject, now=now, source=source)


@transaction.atomic
def settle_forgotten(delivery_id: int, token: UUID, *, now: datetime) -> bool:
    """What waited to be sent once more under its key until that was forgotten: True, and a person decides."""
    delivery = _claimed(delivery_id, token)
    if delivery is None:
        return True
    known_until = _known_until(delivery, OUTLETS[Channel(delivery.channel)])
    if known_until is not None and now < known_until:
        return False
    _leave_to_a_person(delivery, now)
    return True


@transaction.atomic
def settle_stopped(delivery_id: int, token: UUID, *, now: datetime) -> None:
    """What may have left, and may not be sent once more: taking it back would hide that somebody may have read it."""
    if (delivery := _claimed(delivery_id, token)) is not None:
        _leave_to_a_person(delivery, now)


def _claimed(delivery_id: int, token: UUID) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("touchpoint__account", "touchpoint__plan")
    return rows.filter(pk=delivery_id, lease_token=token, status=DeliveryStatus.CLAIMED).first()


def _leave_to_a_person(delivery: Delivery, now: datetime) -> None:
    delivery.lease_until = delivery.lease_token = None
    _ask_a_person(delivery, now)
    delivery.save(update_fields=["status", "lease_until", "lease_token", "detail"])


def _known_until(delivery: Delivery, outlet: Outlet) -> datetime | None:
    doubts = _doubts(delivery.pk, delivery.body_sha)
    return may_repeat_until(doubts, route=outlet.route, window=outlet.key_window)


def serve(delivery: Delivery, *, now: datetime) -> None:
    """A call is served when it was made, everything else when it was taken over."""
    touchpoint = delivery.touchpoint
    if delivery.channel != Channel.DESK_TASK and touchpoint.status == TouchpointStatus.RELEASED:
        touchpoint.status, touchpoint.served_at = TouchpointStatus.SERVED, now
        touchpoint.save(update_fields=["status", "served_at"])
