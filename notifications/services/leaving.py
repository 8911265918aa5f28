"""At which instant may a released contact leave, and does its floor leave in quiet hours?"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from notifications.channels.registry import OUTLETS
from notifications.models import Touchpoint
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
    """Quiet hours and days off defer; the floor leaves in time even so. A batch gives its `book` of calendars."""
    if not OUTLETS[Channel(touchpoint.channel)].is_quiet_bound:
        return Leaving(wanted)
    account = touchpoint.account
    days = (book or CalendarBook.read(first_year=wanted.year)).of(account)
    deferred = may_leave_at(wanted, account.timezone, days, key=f"{account.key}/{touchpoint.step}")
    if touchpoint.is_mandatory and is_past(deferred, account.timezone, touchpoint.late_until):
        return Leaving(wanted, deferred)
    return Leaving(deferred)


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
    """The part of a Message-ID behind the @."""
    return _domain_of(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=8)
def _domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
