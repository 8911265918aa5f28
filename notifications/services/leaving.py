"""At which instant may a released contact leave, and does its floor leave in quiet hours?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings

from lifecycle.api import record
from lifecycle.rules.actors import Actor
from notifications.channels.registry import OUTLETS
from notifications.models import Touchpoint
from notifications.rules.addresses import ascii_domain
from notifications.rules.notice_codes import Channel
from notifications.rules.send_window import deferred_to, is_past, may_leave_at, number_of, opening, spread
from notifications.services.calendars import CalendarBook
from notifications.services.due_contacts import DueContacts

SENDER = Actor.system("sender")


@dataclass(frozen=True, slots=True)
class Leaving:
    """`deferred_to` is set when quiet hours or days off would have deferred it past its last day: the floor first."""

    at: datetime
    deferred_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeavingTogether:
    """Contacts that are alike leave `at` once, or each so many seconds later."""

    at: datetime
    after_s: Sequence[int]


def leaving(touchpoint: Touchpoint, wanted: datetime, book: CalendarBook | None = None) -> Leaving:
    """Quiet hours and days off defer; a floor, which has a last date, leaves in time even so.

    A batch gives its `book` of calendars.
    """
    if not OUTLETS[Channel(touchpoint.channel)].is_quiet_bound:
        return Leaving(wanted)
    account = touchpoint.account
    days = (book or CalendarBook.read(first_year=wanted.year)).of(account)
    deferred = may_leave_at(wanted, account.timezone, days, key=_key(account.key, touchpoint.step))
    last_date = touchpoint.late_until if touchpoint.is_mandatory else None
    return Leaving(wanted, deferred) if is_past(deferred, account.timezone, last_date) else Leaving(deferred)


def leaving_together(alike: DueContacts, wanted: datetime, book: CalendarBook) -> LeavingTogether | None:
    """As `leaving` says of each; None when their floor leaves in quiet hours, which is put on record for each."""
    number, zone = len(alike.ids), alike.zone
    if not OUTLETS[Channel(alike.channel)].is_quiet_bound:
        return LeavingTogether(wanted, [0] * number)
    day = deferred_to(wanted, zone, book.of_account(alike.own_days_of, alike.country))
    at = wanted if day is None else opening(day, zone)
    if is_past(at, zone, alike.last_date):
        return None
    if day is None:
        return LeavingTogether(wanted, [0] * number)
    return LeavingTogether(at, [spread(number_of(_key(each, alike.step))).seconds for each in alike.account_keys])


def _key(account: str, step: str) -> str:
    return f"{account}/{step}"


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
