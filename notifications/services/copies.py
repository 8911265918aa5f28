"""Which copies are due for webhooks and rooms, who passes each on, and what came of it?

The same pattern as deliveries, with one difference: a webhook knows a copy by its name, so that after a crash it is
simply sent again; a room does not, so that there it stays uncertain and is not repeated.
"""

import random
import time
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from notifications.channels.contract import Accepted, Ambiguous, Answer, Fault, Payload, Refused, Temporary
from notifications.channels.registry import FOUND
from notifications.crypto.sealed import CannotOpen, unseal
from notifications.models import EventCopy
from notifications.rules.copies import CopyStatus, EndpointStatus, wait_after
from notifications.services.webhooks import end_endpoint

LEASE_FOR = timedelta(seconds=60)
TIMEOUT_S = 8.0  # below a task's soft limit, with the next one still to begin
MOST_CHAT_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _Claim:
    copy: EventCopy
    token: uuid.UUID


def pass_on_copies(*, now: datetime, limit: int = 1_000, within_s: float = float("inf")) -> int:
    """Answer how many attempts were made. One at a time, whoever rings: receivers that hang hold up one worker only."""
    _recover()
    if EventCopy.objects.filter(status=CopyStatus.SENDING).exists():
        return 0
    ends, made = time.monotonic() + within_s, 0
    while made < limit and time.monotonic() < ends and (claim := _claim(now)):
        _mark(claim, _send(claim.copy, now), now)
        made += 1
    return made


def _recover() -> None:
    """What a dead worker left."""
    left = EventCopy.objects.filter(status=CopyStatus.SENDING, lease_until__lt=Now())
    free = {"lease_until": None, "lease_token": None}
    left.filter(endpoint__isnull=False).update(status=CopyStatus.READY, **free)
    left.filter(chat__isnull=False).update(
        status=CopyStatus.UNCERTAIN, detail="its worker did not come back", ended_at=Now(), **free
    )


@transaction.atomic
def _claim(now: datetime) -> _Claim | None:
    """Leased by the database's clock; committed before the network is touched."""
    alive = Q(endpoint__status=EndpointStatus.ACTIVE) | Q(chat__removed_at__isnull=True, chat__isnull=False)
    due = EventCopy.objects.filter(alive, status=CopyStatus.READY, not_before__lte=now).order_by("not_before", "id")
    copy = due.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint", "chat").first()
    if copy is None:
        return None
    token = uuid.uuid4()
    EventCopy.objects.filter(pk=copy.pk).update(
        status=CopyStatus.SENDING, attempts=F("attempts") + 1, lease_until=Now() + LEASE_FOR, lease_token=token
    )
    copy.attempts += 1
    return _Claim(copy, token)


def _send(copy: EventCopy, now: datetime) -> Answer:
    try:
        if copy.endpoint is not None:
            sealed = [text for text in (copy.endpoint.sealed, copy.endpoint.sealed_before) if text]
            payload = _payload(copy, copy.endpoint.url, " ".join(map(unseal, sealed)), now)
            return FOUND["webhook"].send(payload, timeout_s=TIMEOUT_S)
        address = unseal(copy.chat.sealed) if copy.chat else ""
        return FOUND["chat"].send(_payload(copy, address, "", now), timeout_s=TIMEOUT_S)
    except CannotOpen as problem:
        return Temporary("secret", str(problem))


def _payload(copy: EventCopy, address: str, secret: str, now: datetime) -> Payload:
    return Payload(
        key=copy.uuid,
        message_id="",
        address=address,
        name="",
        subject="Sunsetter",
        text=copy.body,
        html="",
        locale="",
        sent_at=now,
        reply_to="",
        reply_to_name="",
        account_id=copy.account_id or 0,
        plan_id=copy.plan_id or 0,
        notice_id=0,
        touchpoint_id=0,
        date_revision=0,
        due_date=date.min,
        secret=secret,
    )


@transaction.atomic
def _mark(claim: _Claim, answer: Answer, now: datetime) -> None:
    """Nothing when the row is not ours any more."""
    rows = EventCopy.objects.select_for_update(of=("self",)).select_related("endpoint__account", "plan", "chat")
    copy = rows.filter(pk=claim.copy.pk, lease_token=claim.token).first()
    if copy is None:
        return
    copy.lease_until = copy.lease_token = None
    if isinstance(answer, Accepted):
        copy.status, copy.detail = CopyStatus.SENT, answer.ref[:300]
    elif isinstance(answer, Ambiguous):
        copy.status, copy.detail = CopyStatus.UNCERTAIN, answer.text[:300]
    else:
        _not_taken(copy, answer, now)
    copy.ended_at = None if copy.status == CopyStatus.READY else now
    copy.save(update_fields=["status", "detail", "not_before", "lease_until", "lease_token", "ended_at"])


def _not_taken(copy: EventCopy, answer: Refused | Temporary, now: datetime) -> None:
    copy.detail = f"{answer.code} {answer.text}".strip()[:300]
    asked_for_s = answer.retry_after_s if isinstance(answer, Temporary) else None
    spread = random.random()  # noqa: S311 - keeps receivers from one beat, secures nothing
    wait = None if isinstance(answer, Refused) else wait_after(copy.attempts, spread=spread, asked_for_s=asked_for_s)
    if copy.chat is not None and copy.attempts >= MOST_CHAT_ATTEMPTS:
        wait = None
    if wait is not None:
        copy.status, copy.not_before = CopyStatus.READY, now + wait
        return
    copy.status = CopyStatus.FAILED
    is_too_long = isinstance(answer, Refused) and answer.fault is Fault.MESSAGE
    if copy.endpoint is not None and not is_too_long:
        end_endpoint(copy.endpoint, plan=copy.plan, reason=copy.detail, now=now)
