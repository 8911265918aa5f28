"""About which accounts is there something new to prove?"""

import time
from datetime import datetime, timedelta

from lifecycle.api import Account
from notifications.models import Acknowledgement, Attempt, DeliveryEvent, DeskEntry, Escalation, InboxMessage
from notifications.services.proof import keep_proof

LOOK_BACK = timedelta(hours=25)  # what a longer outage leaves out is caught up with when a proof is asked for


def keep_proofs(*, plan_id: int, now: datetime, within_s: float | None = None) -> int:
    """Chains what happened lately, an account at a time, until the seconds are over; returns the new entries."""
    since, began, made = now - LOOK_BACK, time.monotonic(), 0
    for account in Account.objects.filter(pk__in=_news(plan_id, since)).order_by("pk"):
        if within_s is not None and time.monotonic() - began > within_s:
            break
        made += keep_proof(account, now=now)
    return made


def _news(plan_id: int, since: datetime) -> set[int]:
    """Account ids, from the ledgers that a proof is made of."""
    attempts = Attempt.objects.filter(delivery__touchpoint__plan=plan_id, started_at__gte=since)
    events = DeliveryEvent.objects.filter(delivery__touchpoint__plan=plan_id, received_at__gte=since)
    seen = InboxMessage.objects.filter(notice__plan=plan_id, seen_at__gte=since)
    answers = Acknowledgement.objects.filter(notice__plan=plan_id, at__gte=since)
    desk = DeskEntry.objects.filter(task__plan=plan_id, at__gte=since)
    steps = Escalation.objects.filter(obligation__notice__plan=plan_id, done_at__gte=since)
    found: set[int] = set()
    for rows in (attempts, events):
        found.update(rows.values_list("delivery__account_id", flat=True).distinct())
    for own in (seen, answers, desk, steps):
        found.update(own.values_list("account_id", flat=True).distinct())
    return found
