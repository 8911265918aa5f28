"""When may a delivery be tried again after a definite "no", and how long is sending still worth while?"""

from datetime import datetime, timedelta

LEASE_FOR = timedelta(seconds=30)
SEND_TIMEOUT_S = 10.0
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def retry_at(now: datetime, *, failures: int, asked_for_s: float | None = None) -> datetime:
    """Doubles from a minute to an hour; a server that asks for longer gets it, up to a day."""
    wait: timedelta = min(FIRST_WAIT * (1 << min(failures, 10)), LONGEST_WAIT)
    if asked_for_s:
        wait = max(wait, min(timedelta(seconds=asked_for_s), timedelta(days=1)))
    return now + wait


def may_still_send(*, lease_left_s: float, timeout_s: float = SEND_TIMEOUT_S) -> bool:
    """By the monotonic clock: enough of the lease must be left for the whole timeout and a second."""
    return lease_left_s >= timeout_s + 1
