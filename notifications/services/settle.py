"""What becomes of a delivery of which nobody knows whether it left?"""

from datetime import datetime

from notifications.channels.contract import Found
from notifications.channels.registry import OUTLETS
from notifications.models import Attempt, Delivery
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import AttemptOutcome, DeliveryStatus, TaskKind, TouchpointStatus
from notifications.services.desk import open_task

TEXT = ("subject", "body_text", "body_html", "body_sha")


def forget_text(delivery: Delivery) -> None:
    """What nobody took over was never said: the next attempt renders anew, its hash stays with the old attempt."""
    delivery.subject = delivery.body_text = delivery.body_html = delivery.body_sha = ""


def end_attempt(delivery: Delivery, outcome: AttemptOutcome, *, now: datetime, code: str = "", text: str = "") -> None:
    Attempt.objects.filter(delivery=delivery, outcome=AttemptOutcome.OPEN).update(
        outcome=outcome, ended_at=now, code=code[:20], text=text[:500]
    )


def settle_ambiguous(delivery: Delivery, *, now: datetime) -> None:
    """The channel is asked by key where it can answer; otherwise a person decides, and nothing is sent again."""
    outlet = OUTLETS[Channel(delivery.channel)]
    found = outlet.resolve(delivery.uuid) if outlet.can_look_up else Found.UNKNOWN
    delivery.lease_until = delivery.lease_token = None
    if found is Found.ABSENT:
        delivery.status, delivery.not_before = DeliveryStatus.READY, now
        forget_text(delivery)
    elif found is Found.FOUND:
        delivery.status, delivery.accepted_at = DeliveryStatus.ACCEPTED, now
        serve(delivery, now=now)
    else:
        delivery.status, delivery.detail = DeliveryStatus.UNCERTAIN, "nobody can say whether it left"
        source = f"{TaskKind.REVIEW_UNCERTAIN}:{delivery.uuid}"
        subject = f"did {delivery.message_id} arrive?"
        open_task(delivery.touchpoint, kind=TaskKind.REVIEW_UNCERTAIN, subject=subject, now=now, source=source)
    delivery.save(update_fields=["status", "lease_until", "lease_token", "not_before", "accepted_at", "detail", *TEXT])


def serve(delivery: Delivery, *, now: datetime) -> None:
    """A call is served when it was made, everything else when it was taken over."""
    touchpoint = delivery.touchpoint
    if delivery.channel != Channel.DESK_TASK and touchpoint.status == TouchpointStatus.RELEASED:
        touchpoint.status, touchpoint.served_at = TouchpointStatus.SERVED, now
        touchpoint.save(update_fields=["status", "served_at"])
