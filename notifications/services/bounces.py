"""A mail server reports that a letter came back: is it one of ours, and what follows?"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from notifications.models import Attempt, Delivery
from notifications.rules.bounce_reports import (
    TOLD_BY_MAIL,
    BounceReport,
    ReportedRecipient,
    names_quoted_in,
    report_in,
)
from notifications.rules.envelope_sender import letter_named_in
from notifications.rules.notice_codes import Channel
from notifications.rules.provider_events import Meaning, ProviderEvent
from notifications.services.events import apply_events, receive_events
from notifications.services.other_reports import other_report_in


@dataclass(frozen=True, slots=True)
class Returned:
    """`meaning` None: the report is of a letter of ours and says nothing that asks for anything."""

    delivery: Delivery
    meaning: Meaning | None
    is_new: bool


def letter_behind(came_to: str) -> UUID | None:
    """Whose envelope the addresses name that a message came to."""
    return letter_named_in(came_to, keys=(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def report_of(raw: bytes, *, letter: UUID | None, is_of_mail_system: bool) -> BounceReport | None:
    """In other words than RFC 3464's only a mail system reports, of a letter of ours: a person may quote such words."""
    found = report_in(raw)
    if found or not is_of_mail_system:
        return found
    ours = letters_meant(letter, names_quoted_in(raw)).order_by("-id").first()
    return other_report_in(raw, mailbox=ours.address) if ours else None


def take_report(report: BounceReport, *, letter: UUID | None, name: str, now: datetime) -> Returned | None:
    """Kept and applied as a provider's event is; `name` tells one report from another, the same one counts once.

    None when it does not count. Anybody can write such a report: it counts only if it came back to the envelope of a
    letter that was sent, and is about the very mailbox that the letter went to. Where letters leave without such
    envelopes it must name the letter's Message-ID, which is drawn by chance.
    """
    found = _of_ours(report, letter)
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


def letters_meant(letter: UUID | None, names: Iterable[str]) -> QuerySet[Delivery]:
    """The letter whose envelope is known; else those of these Message-IDs, unless each has an envelope of its own."""
    was_sent = Exists(Attempt.objects.filter(delivery=OuterRef("pk")))
    rows = Delivery.objects.filter(was_sent, channel=Channel.EMAIL)
    if letter is None and settings.EMAIL_BOUNCE_ADDRESS:
        return rows.none()
    return rows.filter(uuid=letter) if letter else rows.filter(message_id__in=list(names))


def _of_ours(report: BounceReport, letter: UUID | None) -> tuple[Delivery, ReportedRecipient] | None:
    rows = letters_meant(letter, report.names).select_related("account", "touchpoint__plan")
    for delivery in rows.order_by("-id"):
        told = [each for each in report.recipients if delivery.address_norm in each.mailboxes]
        if told:
            return delivery, max(told, key=lambda each: each.meaning is not None)
    return None
