"""A mail server reports that a letter came back: is it one of ours, and what follows?"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from notifications.models import Attempt, Delivery
from notifications.rules.bounce_reports import TOLD_BY_MAIL, BounceReport, ReportedRecipient
from notifications.rules.notice_codes import Channel
from notifications.rules.provider_events import Meaning, ProviderEvent
from notifications.services.events import apply_events, receive_events


@dataclass(frozen=True, slots=True)
class Returned:
    """`meaning` None: the report is of a letter of ours and says nothing that asks for anything."""

    delivery: Delivery
    meaning: Meaning | None
    is_new: bool


def take_report(report: BounceReport, *, name: str, now: datetime) -> Returned | None:
    """Kept and applied as a provider's event is; `name` tells one report from another, the same one counts once.

    None when it does not count. Anybody can write such a report: it counts only if it names the Message-ID, which is
    drawn by chance, of a letter that was sent, to the very mailbox that the letter went to.
    """
    found = _of_ours(report)
    if found is None:
        return None
    delivery, told = found
    if told.meaning is None:
        return Returned(delivery, None, is_new=False)
    key = hashlib.sha256(f"{delivery.message_id}|{name}".encode()).hexdigest()
    at = max(min(report.at or now, now), delivery.created_at)
    event = ProviderEvent(delivery.message_id, key, told.meaning, at, told.answer)
    is_new = bool(receive_events(provider=TOLD_BY_MAIL, events=[event], now=now))
    apply_events(now=now)
    return Returned(delivery, told.meaning, is_new)


def _of_ours(report: BounceReport) -> tuple[Delivery, ReportedRecipient] | None:
    was_sent = Exists(Attempt.objects.filter(delivery=OuterRef("pk")))
    rows = Delivery.objects.filter(was_sent, message_id__in=report.names, channel=Channel.EMAIL)
    for delivery in rows.select_related("account", "touchpoint__plan").order_by("-id"):
        told = [each for each in report.recipients if delivery.address_norm in each.mailboxes]
        if told:
            return delivery, max(told, key=lambda each: each.meaning is not None)
    return None
