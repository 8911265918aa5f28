"""What came of a copy that was passed on, or whose worker died, and when is it tried again?"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from notifications.channels.contract import Accepted, Ambiguous, Answer, Fault, Refused, Temporary
from notifications.models import EventCopy
from notifications.rules.copies import CopyStatus, EndpointStatus, wait_after
from notifications.services.webhooks import end_endpoint

HELD_FOR = timedelta(hours=1)
MOST_CHAT_ATTEMPTS = 3
_LEFT = "its worker did not come back"
_AT_ONCE = 100
_MARKED = ["status", "detail", "attempts", "not_before", "lease_until", "lease_token", "ended_at"]


@dataclass(frozen=True, slots=True)
class Held:
    """We did not even try: nothing of it is the receiver's fault, and no attempt is counted."""

    reason: str


@transaction.atomic
def mark_copy(copy_id: int, token: UUID, answer: Answer | Held, now: datetime) -> None:
    """Nothing when the row is not ours any more."""
    rows = EventCopy.objects.select_for_update(of=("self",)).select_related("endpoint__account", "plan", "chat")
    copy = rows.filter(pk=copy_id, lease_token=token).first()
    if copy is not None:
        _end(copy, answer, now)


@transaction.atomic
def recover_copies(*, now: datetime) -> int:
    """What dead workers left: a webhook knows it by its name and hears it again, a room does not.

    What waits for a webhook that its account stopped is dropped here: a customer's own request may not touch copies.
    """
    stopped = EventCopy.objects.filter(status=CopyStatus.READY, endpoint__status=EndpointStatus.STOPPED)
    stopped.update(status=CopyStatus.DROPPED, detail="stopped by its account", ended_at=now)
    rows = EventCopy.objects.select_for_update(of=("self",), skip_locked=True)
    left = list(
        rows.select_related("endpoint__account", "plan", "chat").filter(
            status=CopyStatus.SENDING, lease_until__lt=Now()
        )[:_AT_ONCE]
    )
    for copy in left:
        _end(copy, Ambiguous(_LEFT) if copy.chat else Temporary("left", _LEFT), now)
    return len(left)


def _end(copy: EventCopy, answer: Answer | Held, now: datetime) -> None:
    copy.lease_until = copy.lease_token = None
    if isinstance(answer, Held):
        copy.status, copy.attempts = CopyStatus.READY, max(copy.attempts - 1, 0)
        copy.not_before, copy.detail = now + HELD_FOR, answer.reason[:300]
    elif isinstance(answer, Accepted):
        copy.status, copy.detail = CopyStatus.SENT, answer.ref[:300]
    elif isinstance(answer, Ambiguous):
        copy.status, copy.detail = CopyStatus.UNCERTAIN, answer.text[:300]
    else:
        _not_taken(copy, answer, now)
    copy.ended_at = None if copy.status == CopyStatus.READY else now
    copy.save(update_fields=_MARKED)


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
