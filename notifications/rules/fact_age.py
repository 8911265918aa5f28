"""Must what was judged be written down again, and as of when?"""

from datetime import datetime, timedelta

from lifecycle.rules.gates import Fact
from notifications.rules.served import Judged

REPEAT_AFTER = timedelta(hours=6)


def is_known(fact: Fact | None, judged: Judged, *, now: datetime) -> bool:
    """The same answer is repeated only before the old one turns stale, and a dated one never: it may turn stale."""
    if fact is None or fact.value is not judged.value:
        return False
    if judged.as_of:
        return fact.as_of >= judged.as_of
    return timedelta(0) <= now - fact.as_of < REPEAT_AFTER


def as_of(fact: Fact | None, judged: Judged, *, now: datetime) -> datetime:
    """A dated answer stands above another one that was written while it came about."""
    if judged.as_of is None:
        return now
    return max(judged.as_of, fact.as_of) if fact else judged.as_of
