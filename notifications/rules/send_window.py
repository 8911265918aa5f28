"""At which instant may a message leave, given the recipient's zone and working days?"""

from datetime import date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from lifecycle.rules.milestones import instant
from notifications.rules.working_days import WorkingDays, at_or_after

WINDOW_OPENS = time(9, 30)
WINDOW_FOR = timedelta(hours=2)
AFTER_CALL = time(15, 0)
QUIET_FROM = time(18, 0)
QUIET_UNTIL = time(9, 0)
_WINDOW_S = int(WINDOW_FOR.total_seconds())
_SECONDS = tuple(timedelta(seconds=number) for number in range(_WINDOW_S))
_MIX, _BITS = 2_654_435_761, 32  # Knuth's multiplicative hashing: the upper bits of the product are well mixed
_MASK = (1 << _BITS) - 1
_ONE_DAY = timedelta(days=1)


def planned_instant(day: date, zone: str, *, key: str, after_call: bool = False) -> datetime:
    """Between 09:30 and 11:30 local, spread by the hash of `key`; 15:00 for writing that follows a call.

    A local time that does not exist that day gives the next valid instant, one that comes twice the first.
    """
    if after_call:
        return instant(day, AFTER_CALL, zone)
    return opening(day, zone) + spread(number_of(key))


def opening(day: date, zone: str) -> datetime:
    """When the window of that day opens; each message leaves `spread` later."""
    return instant(day, WINDOW_OPENS, zone)


def number_of(text: str) -> int:
    """A number that stays the same in every process and release."""
    return crc32(text.encode())


def spread(number: int, salt: int = 0) -> timedelta:
    """Equally many messages in every minute of the window; another `salt` spreads the same numbers anew."""
    return _SECONDS[((number ^ salt) * _MIX & _MASK) * _WINDOW_S >> _BITS]


def may_leave_at(wanted: datetime, zone: str, days: WorkingDays, *, key: str) -> datetime:
    """The first instant from `wanted` on that is outside quiet hours and on a working day: deferred, never skipped."""
    day = deferred_to(wanted, zone, days)
    return wanted if day is None else max(wanted, planned_instant(day, zone, key=key))


def deferred_to(wanted: datetime, zone: str, days: WorkingDays) -> date | None:
    """On which morning it may leave; None when it may at once."""
    local = wanted.astimezone(ZoneInfo(zone))
    if days.is_working(local.date()) and QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    return at_or_after(local.date() if local.time() < QUIET_UNTIL else local.date() + _ONE_DAY, days)


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def is_past(at: datetime, zone: str, last_date: date | None) -> bool:
    """Whether the recipient's own calendar would show a later day; never without a last day."""
    return last_date is not None and local_day(at, zone) > last_date
