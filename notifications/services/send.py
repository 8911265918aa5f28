"""How is one attempt opened, committed, sent, and marked with what came of it?"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from lifecycle.rules.tiers import Tier
from notifications.channels.contract import Answer, Payload
from notifications.channels.registry import OUTLETS
from notifications.models import Attempt, Delivery, HoldReason, Suppression
from notifications.rules.backoff import SEND_TIMEOUT_S, may_still_send, retry_at
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.claim import Claim, hand_back
from notifications.services.facts_of_notice import notice_facts
from notifications.services.mark import mark, tell_somebody_else
from notifications.services.plan_book import PlanBook
from notifications.services.release import may_leave_now
from notifications.services.render import CannotRender, render_notice


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over what is due: its instant, the figures read for it, and how long a lease lasts."""

    now: datetime
    book: PlanBook
    lease_for: timedelta
    timeout_s: float = SEND_TIMEOUT_S


def deliver_one(claim: Claim, this: Round) -> bool:
    """Whether an attempt was made. Two transactions with nothing open between them while the network is asked."""
    if not may_still_send(lease_left_s=claim.deadline - time.monotonic(), timeout_s=this.timeout_s):
        hand_back([claim])
        return False
    deadline = time.monotonic() + this.lease_for.total_seconds()
    payload = _open(claim, this)
    if payload is None:
        return False
    answer = _send(payload, this, deadline)
    mark(delivery_id=claim.delivery_id, token=claim.token, answer=answer, now=this.now)
    return True


def _send(payload: tuple[Channel, Payload], this: Round, deadline: float) -> Answer | None:
    """None when too little of the lease is left: then nothing was sent, which is a definite no."""
    channel, message = payload
    if not may_still_send(lease_left_s=deadline - time.monotonic(), timeout_s=this.timeout_s):
        return None
    return OUTLETS[channel].send(message, timeout_s=this.timeout_s)


@transaction.atomic
def _open(claim: Claim, this: Round) -> tuple[Channel, Payload] | None:
    """Re-check everything, then put the attempt on record; after the commit the socket may be touched."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("touchpoint__plan__module", "touchpoint__notice", "touchpoint__account", "account", "contact")
        .filter(pk=claim.delivery_id, lease_token=claim.token, status=DeliveryStatus.CLAIMED, lease_until__gt=Now())
        .first()
    )
    if delivery is None or _is_stopped(delivery, this.now) or not _is_rendered(delivery, this):
        return None
    Delivery.objects.filter(pk=delivery.pk).update(
        status=DeliveryStatus.SENDING,
        lease_until=Now() + this.lease_for,
        subject=delivery.subject,
        body_text=delivery.body_text,
        body_html=delivery.body_html,
        body_sha=delivery.body_sha,
    )
    number = Attempt.objects.filter(delivery=delivery).count() + 1
    Attempt.objects.create(delivery=delivery, n=number, body_sha=delivery.body_sha, started_at=this.now)
    _count_as_told(delivery, this)
    return Channel(delivery.channel), _payload(delivery, this)


def _is_stopped(delivery: Delivery, now: datetime) -> bool:
    touchpoint = delivery.touchpoint
    if touchpoint.status not in {TouchpointStatus.RELEASED, TouchpointStatus.SERVED}:
        return _stop(delivery, DeliveryStatus.SUPERSEDED, "its contact was taken back")
    if not may_leave_now(touchpoint):
        delivery.hold_reason = HoldReason.PAUSED
        return _stop(delivery, DeliveryStatus.HELD, "the plan's stage does not allow it now")
    if touchpoint.late_until and now.astimezone(ZoneInfo(delivery.account.timezone)).date() > touchpoint.late_until:
        return _stop(delivery, DeliveryStatus.EXPIRED, "its time has passed")
    if _is_suppressed(delivery, now):
        _stop(delivery, DeliveryStatus.SUPPRESSED, "the address must not be written to")
        if touchpoint.is_mandatory:
            tell_somebody_else(delivery, now=now)
        return True
    return False


def _is_suppressed(delivery: Delivery, now: datetime) -> bool:
    if delivery.channel != Channel.EMAIL:
        return False
    rows = Suppression.objects.filter(Q(until__isnull=True) | Q(until__gt=now), address_norm=delivery.address_norm)
    if delivery.touchpoint.is_mandatory:
        rows = rows.exclude(scope=Suppression.Scope.OPTIONAL)
    return rows.exists()


def _is_rendered(delivery: Delivery, this: Round) -> bool:
    """Anew at each attempt: nothing of a refused one was read, and dates may have moved since."""
    try:
        facts = notice_facts(delivery, this.book, now=this.now)
        text = render_notice(facts, Tier(delivery.account.tier))
    except CannotRender as problem:
        delivery.hold_reason = HoldReason.ERROR
        delivery.failures += 1
        delivery.not_before = retry_at(this.now, failures=delivery.failures)
        _stop(delivery, DeliveryStatus.HELD, str(problem))
        return False
    delivery.subject, delivery.body_text, delivery.body_html = text.subject, text.text, text.html
    delivery.body_sha = text.sha
    return True


def _stop(delivery: Delivery, status: DeliveryStatus, detail: str) -> bool:
    delivery.status, delivery.detail = status, detail[:300]
    delivery.lease_until = delivery.lease_token = None
    delivery.save()
    return True


def _count_as_told(delivery: Delivery, this: Round) -> None:
    """From here on somebody may read it: the touchpoint keeps which dates it says."""
    touchpoint = delivery.touchpoint
    if delivery.channel == Channel.DESK_TASK or touchpoint.told_at:
        return
    touchpoint.told_at, touchpoint.told_dates = this.now, this.book.of(touchpoint.plan).told
    touchpoint.save(update_fields=["told_at", "told_dates"])


def _payload(delivery: Delivery, this: Round) -> Payload:
    touchpoint = delivery.touchpoint
    helper = this.book.helper(touchpoint.plan, delivery.account)
    return Payload(
        key=delivery.uuid,
        message_id=delivery.message_id,
        address=delivery.address,
        name=delivery.contact.name if delivery.contact else "",
        subject=delivery.subject,
        text=delivery.body_text,
        html=delivery.body_html,
        locale=delivery.locale,
        sent_at=this.now,
        reply_to=helper.email,
        reply_to_name=helper.name,
        account_id=delivery.account_id,
        plan_id=touchpoint.plan_id,
        notice_id=touchpoint.notice_id,
        touchpoint_id=touchpoint.pk,
        date_revision=touchpoint.date_revision,
        due_date=touchpoint.day,
        dates=this.book.of(touchpoint.plan).told,
    )
