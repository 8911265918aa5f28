"""At which instant may a message leave, given the recipient's zone and working days?"""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from lifecycle.rules.milestones import instant
from notifications.rules.working_days import WorkingDays, at_or_after

WINDOW_OPENS = time(9, 30)
WINDOW_FOR = timedelta(hours=2)
_WINDOW_S = int(WINDOW_FOR.total_seconds())
AFTER_CALL = time(15, 0)
QUIET_FROM = time(18, 0)
QUIET_UNTIL = time(9, 0)
_ONE_DAY = timedelta(days=1)


def planned_instant(day: date, zone: str, *, key: str, after_call: bool = False) -> datetime:
    """Between 09:30 and 11:30 local, spread by the hash of `key`; 15:00 for writing that follows a call.

    A local time that does not exist that day gives the next valid instant, one that comes twice the first.
    """
    if after_call:
        return instant(day, AFTER_CALL, zone)
    return instant(day, WINDOW_OPENS, zone) + _spread(key)


def may_leave_at(wanted: datetime, zone: str, days: WorkingDays, *, key: str) -> datetime:
    """The first instant from `wanted` on that is outside quiet hours and on a working day: deferred, never skipped."""
    local = wanted.astimezone(ZoneInfo(zone))
    if days.is_working(local.date()) and QUIET_UNTIL <= local.time() < QUIET_FROM:
        return wanted
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + _ONE_DAY
    return max(wanted, planned_instant(at_or_after(day, days), zone, key=key))


def _spread(key: str) -> timedelta:
    seconds = int.from_bytes(sha256(key.encode()).digest()[:4], "big") % _WINDOW_S
    return timedelta(seconds=seconds)
