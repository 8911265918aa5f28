"""At which instant may a released contact leave, and does its floor leave in quiet hours?"""

from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from notifications.channels.registry import OUTLETS
from notifications.models import Touchpoint
from notifications.rules.addresses import ascii_domain
from notifications.rules.notice_codes import Channel
from notifications.rules.send_window import is_past, may_leave_at
from notifications.services.calendars import CalendarBook

SENDER = Actor.system("sender")


@dataclass(frozen=True, slots=True)
class Leaving:
    """`deferred_to` is set when quiet hours or days off would have deferred it past its last day: the floor first."""

    at: datetime
    deferred_to: datetime | None = None


def leaving(touchpoint: Touchpoint, wanted: datetime, book: CalendarBook | None = None) -> Leaving:
    """A batch gives its `book` of calendars."""
    account = touchpoint.account
    return leaving_of(
        Channel(touchpoint.channel),
        wanted,
        (account.pk, account.key, account.country, account.timezone),
        step=touchpoint.step,
        last_date=touchpoint.late_until if touchpoint.is_mandatory else None,
        book=book,
    )


def leaving_of(
    channel: Channel,
    wanted: datetime,
    account: tuple[int, str, str, str],
    *,
    step: str,
    last_date: date | None,
    book: CalendarBook | None = None,
) -> Leaving:
    """Quiet hours and days off defer; a floor, which has a last date, leaves in time even so.

    `account` is its number, key, country and zone.
    """
    if not OUTLETS[channel].is_quiet_bound:
        return Leaving(wanted)
    number, key, country, zone = account
    days = (book or CalendarBook.read(first_year=wanted.year)).of_account(number, country)
    deferred = may_leave_at(wanted, zone, days, key=f"{key}/{step}")
    return Leaving(wanted, deferred) if is_past(deferred, zone, last_date) else Leaving(deferred)


def leaves_at(touchpoint: Touchpoint, wanted: datetime, book: CalendarBook | None = None) -> datetime:
    return leaving(touchpoint, wanted, book).at


def record_floor_first(touchpoint: Touchpoint, found: Leaving) -> None:
    """On record, in the transaction of the release."""
    if found.deferred_to is None:
        return
    record(
        "notifications.floor.preferred",
        subject=touchpoint.plan.key,
        actor=SENDER,
        at=found.at,
        account=touchpoint.account,
        plan_key=touchpoint.plan.key,
        step=touchpoint.step,
        deferred_to=found.deferred_to.isoformat(),
        late_until=str(touchpoint.late_until),
    )


def mail_domain() -> str:
    """The part of a Message-ID behind the @; RFC 5322 knows ASCII there only."""
    return _domain_of(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=8)
def _domain_of(sender: str) -> str:
    domain = ascii_domain(parseaddr(sender)[1].rpartition("@")[2])
    return domain if domain.isascii() and domain else "localhost"
