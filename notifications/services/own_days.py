"""Which days does a place or a customer work unlike the public table, by whose word?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lifecycle.api import Account, BadInput, Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.plan_dates import FIRST_YEAR, LAST_YEAR
from lifecycle.rules.rights import Right, may_any
from notifications.models import CalendarDay
from notifications.rules.working_days import WorkingDays
from notifications.services.calendars import CalendarBook, working_days_of


@dataclass(frozen=True, slots=True)
class Whose:
    """A place such as 'CN' or 'DE-BY', or one account."""

    place: str = ""
    account: Account | None = None

    def __str__(self) -> str:
        return self.account.key if self.account else self.place


def whose_days(*, place: str, account: Account | None) -> Whose:
    """Raises BadInput unless it is one of the two, and a place that the tables know."""
    named = place.strip().upper()
    if bool(named) == bool(account):
        raise BadInput("Say whose day it is: --place such as CN or DE-BY, or --account KEY.")
    if named and working_days_of(named.partition("-")[0], first_year=2000).assumed:
        raise BadInput(f"--place {place!r}: no such country; give its code, such as CN, or DE-BY for a region.")
    return Whose(named, account)


def calendar_of(whose: Whose, *, year: int) -> WorkingDays:
    """Raises BadInput for a year that no table holds."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"--year {year}: give a year from {FIRST_YEAR} to {LAST_YEAR}.")
    book = CalendarBook.read(first_year=year)
    return book.of(whose.account) if whose.account else book.of_place(whose.place)


@transaction.atomic
def keep_own_day(whose: Whose, day: date, *, is_worked: bool, source: str, actor: Actor, now: datetime) -> bool:
    """Answers whether anything changed. Contacts follow with the next round of the reconciler. Raises Refused."""
    _may(actor)
    if not source.strip():
        raise BadInput("--source says who decreed the day, such as a law, a date and where it can be read.")
    known = CalendarDay.objects.filter(account=whose.account, place=whose.place, date=day).first()
    if known and (known.is_worked, known.source) == (is_worked, source):
        return False
    CalendarDay.objects.update_or_create(
        account=whose.account,
        place=whose.place,
        date=day,
        defaults={"is_worked": is_worked, "source": source, "set_by": actor.name, "set_at": now},
    )
    record(
        "notifications.calendar_day.set",
        subject=str(whose),
        actor=actor,
        at=now,
        account=whose.account,
        date=day.isoformat(),
        is_worked=is_worked,
    )
    return True


@transaction.atomic
def drop_own_day(whose: Whose, day: date, *, actor: Actor, now: datetime) -> bool:
    """Answers whether there was one: the table holds again. Raises Refused."""
    _may(actor)
    gone, _kinds = CalendarDay.objects.filter(account=whose.account, place=whose.place, date=day).delete()
    if gone:
        act = "notifications.calendar_day.dropped"
        record(act, subject=str(whose), actor=actor, at=now, account=whose.account, date=day.isoformat())
    return bool(gone)


def own_days() -> tuple[CalendarDay, ...]:
    """In the order of the days."""
    return tuple(CalendarDay.objects.select_related("account").order_by("date", "id"))


def _may(actor: Actor) -> None:
    verdict = may_any(actor, Right.EDIT_PLAN, Right.MANAGE_STAFF)
    if not verdict:
        raise Refused(verdict)
