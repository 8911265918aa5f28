"""When are the short outages before the end, and what ends the series?

Spec: lifecycle, section 7. Lengths are hours; a window keeps its local hour whatever the clock of the zone does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lifecycle.rules.effective_stage import BROWNED
from lifecycle.rules.milestones import instant
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked

PRESET_HOURS = (1, 1, 4, 4, 8, 8, 24, 24)
LONGEST_HOURS = 24
EVERY = timedelta(days=7)
BEFORE_OFF = timedelta(days=7)
BEFORE_THE_END = frozenset({*LADDER[: LADDER.index(Stage.OFF)], Stage.PAUSED})


class Outcome(StrEnum):
    """How a window ended; empty while it lies ahead or is open. `missed`: it passed and nobody opened it."""

    OVER = "over"
    MISSED = "missed"
    ENDED_EARLY = "ended_early"
    CANCELLED = "cancelled"
    WRONG_STAGE = "wrong_stage"
    USE_UNKNOWN = "use_unknown"


@dataclass(frozen=True, slots=True)
class Window:
    """One outage: from the first instant up to, not including, the second."""

    starts_at: datetime
    ends_at: datetime

    def is_open(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


def series(first: date, at: time, hours: Sequence[int], zone: str) -> tuple[Window, ...]:
    """One window a week, each as long as `hours` says, at the same local time; `zone` is an IANA name."""
    starts = [instant(first + number * EVERY, at, zone) for number in range(len(hours))]
    return tuple(Window(each, each + timedelta(hours=length)) for each, length in zip(starts, hours, strict=True))


def may_be_planned(windows: Sequence[Window], *, earliest_at: datetime, off_at: datetime, now: datetime) -> Verdict:
    """Not in the past, not before anybody is closed to new use, over a week before the end, of sensible length."""
    if not windows:
        return blocked("brownout_none", Reason.BROKEN_RULE)
    verdict, first, last = Verdict(), windows[0], windows[-1]
    if not all(timedelta(0) < each.ends_at - each.starts_at <= timedelta(hours=LONGEST_HOURS) for each in windows):
        verdict += blocked("brownout_length", Reason.BROKEN_RULE, longest=str(LONGEST_HOURS))
    if first.starts_at <= now:
        verdict += blocked("brownout_past", Reason.BROKEN_RULE)
    elif first.starts_at < earliest_at:
        verdict += blocked("brownout_early", Reason.TOO_EARLY, earliest=f"{earliest_at:%Y-%m-%d %H:%M}")
    if last.ends_at > off_at - BEFORE_OFF:
        verdict += blocked("brownout_late", Reason.BROKEN_RULE, latest=f"{off_at - BEFORE_OFF:%Y-%m-%d %H:%M}")
    return verdict


def does_fit(window: Window, *, stage: Stage, earliest_at: datetime, off_at: datetime) -> bool:
    """Whether a window ahead still has its place after dates or the stage have moved; a pause alone moves nothing."""
    if stage not in BEFORE_THE_END:
        return False
    return window.starts_at >= earliest_at and window.ends_at <= off_at - BEFORE_OFF


def is_series_done(outcomes: Sequence[str]) -> bool | None:
    """From the outcomes in order of time, without those called off. None (unknown): the last was no real outage."""
    if not all(outcomes):
        return False
    return {Outcome.OVER: True, Outcome.ENDED_EARLY: False}.get(Outcome(outcomes[-1]))


def why_halt(*, stage: Stage, activity: object, activity_at: datetime | None, now: datetime) -> str:
    """Why no outage may go on or begin; empty when it may. Unknown activity halts: its effect would not be seen."""
    if stage not in BROWNED:
        return Outcome.WRONG_STAGE
    is_seen = activity is True and activity_at is not None and now - activity_at <= timedelta(days=1)
    return "" if is_seen else Outcome.USE_UNKNOWN
