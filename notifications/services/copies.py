"""Which copies are due for webhooks and rooms, and who passes each on?

The same pattern as deliveries, with one difference: a webhook knows a copy by its name, so that after a crash it is
simply sent again; a room does not, so that there it stays uncertain and is not repeated.
"""

import logging
import time
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from notifications.channels.contract import Ambiguous, Answer, Payload, Temporary
from notifications.channels.registry import FOUND
from notifications.crypto.sealed import CannotOpen, unseal
from notifications.models import EventCopy
from notifications.rules.copies import ALARM, CopyStatus, EndpointStatus
from notifications.rules.environment_guard import may_call
from notifications.services.copy_outcomes import Held, mark_copy, recover_copies
from notifications.services.quarantine import open_quarantine

LEASE_FOR = timedelta(seconds=60)
TIMEOUT_S = 8.0  # in all; below a task's soft limit, with the next one still to begin
MOST_AT_ONCE = 3  # receivers that hang hold up so many workers and no more
KEPT_HERE = "this environment calls no such host"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    copy: EventCopy
    token: uuid.UUID


def pass_on_copies(*, now: datetime, limit: int = 1_000, within_s: float = float("inf")) -> int:
    """Answer how many attempts were made. One at a time for each receiver: one that hangs holds up no other."""
    recover_copies(now=now)
    ends, made = time.monotonic() + within_s, 0
    while made < limit and time.monotonic() < ends and (claim := _claim(now)):
        mark_copy(claim.copy.pk, claim.token, _sent(claim.copy, now), now)
        made += 1
    return made


@transaction.atomic
def _claim(now: datetime) -> _Claim | None:
    """Leased by the database's clock; committed before the network is touched."""
    alive = Q(endpoint__status=EndpointStatus.ACTIVE) | Q(chat__removed_at__isnull=True, chat__isnull=False)
    due = EventCopy.objects.filter(alive, status=CopyStatus.READY, not_before__lte=now)
    if open_quarantine():  # nothing leaves but the news of it
        due = due.filter(type=ALARM)
    busy, refused = EventCopy.objects.filter(status=CopyStatus.SENDING), EventCopy.objects.filter(attempts__gt=0)
    if busy.count() >= MOST_AT_ONCE:
        return None
    free = due.exclude(_of_the_same(busy)).alias(is_late=_of_the_same(refused.filter(status=CopyStatus.READY)))
    in_turn = free.order_by("is_late", "not_before", "id")  # whoever refuses comes after those that take
    copy = in_turn.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint", "chat").first()
    if copy is None:
        return None
    token = uuid.uuid4()
    EventCopy.objects.filter(pk=copy.pk).update(
        status=CopyStatus.SENDING, attempts=F("attempts") + 1, lease_until=Now() + LEASE_FOR, lease_token=token
    )
    copy.attempts += 1
    return _Claim(copy, token)


def _of_the_same(copies: QuerySet[EventCopy]) -> Q:
    """Has the same webhook, or the same room, such a copy?"""
    of_endpoint, of_room = copies.filter(endpoint=OuterRef("endpoint")), copies.filter(chat=OuterRef("chat"))
    return Q(Exists(of_endpoint)) | Q(Exists(of_room))


def _sent(copy: EventCopy, now: datetime) -> Answer | Held:
    try:
        return _send(copy, now)
    except Exception as problem:  # one receiver's oddity stops nobody else's copies
        logger.exception("copy not passed on", extra={"copy": copy.pk})
        name = type(problem).__name__
        return Ambiguous(name) if copy.chat else Temporary("fault", name)


def _send(copy: EventCopy, now: datetime) -> Answer | Held:
    try:
        if copy.endpoint is not None:
            if not _may_leave(copy.endpoint.url):
                return Held(KEPT_HERE)
            sealed = [text for text in (copy.endpoint.sealed, copy.endpoint.sealed_before) if text]
            payload = _payload(copy, copy.endpoint.url, " ".join(map(unseal, sealed)), now)
            return FOUND["webhook"].send(payload, timeout_s=TIMEOUT_S)
        address = unseal(copy.chat.sealed) if copy.chat else ""
        if not _may_leave(address):
            return Held(KEPT_HERE)
        return FOUND["chat"].send(_payload(copy, address, "", now), timeout_s=TIMEOUT_S)
    except CannotOpen as problem:
        return Held(str(problem))  # after a restore under another key: ours to mend


def _may_leave(address: str) -> bool:
    """Of a room only what stands where a host would is known: outside production most are not called."""
    host = urlsplit(address).hostname or ""
    return may_call(host, environment=settings.ENVIRONMENT, allowed_domains=settings.EMAIL_ALLOWED_DOMAINS)


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
