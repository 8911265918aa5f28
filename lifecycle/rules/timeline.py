"""Which dated promises are done, in force, next or overdue, and where do they stand on a line?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.stages import LADDER, Stage

MARGIN = 0.04
STAGE_OF: dict[MilestoneKind, Stage] = {
    MilestoneKind.ANNOUNCE: Stage.ANNOUNCED,
    MilestoneKind.CLOSED_TO_NEW: Stage.CLOSED_TO_NEW,
    MilestoneKind.READ_ONLY: Stage.READ_ONLY,
    MilestoneKind.EXPORT_ONLY: Stage.EXPORT_ONLY,
    MilestoneKind.BROWNOUT: Stage.BROWNOUT,
    MilestoneKind.OFF: Stage.OFF,
    MilestoneKind.ARCHIVE: Stage.ARCHIVED,
    MilestoneKind.PURGE: Stage.CLOSED,
}


class Progress(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Place:
    """A promise on the line: `share` 0…1 from the first day shown to the last."""

    promise: DatedPromise
    progress: Progress
    share: float


@dataclass(frozen=True, slots=True)
class Segment:
    """How long a stage is planned to last, as shares of the line."""

    stage: Stage
    start: float
    end: float


def progress_of(promise: DatedPromise, *, stage: Stage, now: datetime) -> Progress:
    """A promise that belongs to a stage is kept by reaching the stage; the others by their day."""
    wanted = STAGE_OF.get(promise.kind)
    if wanted is None or stage not in LADDER:
        return Progress.DONE if promise.at <= now else Progress.NEXT
    here, there = LADDER.index(stage), LADDER.index(wanted)
    if wanted is stage:
        return Progress.NOW
    if there < here:
        return Progress.DONE
    return Progress.LATE if promise.at <= now else Progress.NEXT


def span_of(promises: Iterable[DatedPromise], *, today: date) -> tuple[date, date]:
    """First and last day of a line that shows these promises and today, with a margin."""
    days = sorted([each.date for each in promises] + [today])
    room = max(timedelta(days=2), (days[-1] - days[0]) * MARGIN)
    return days[0] - room, days[-1] + room


def share_of(day: date, span: tuple[date, date]) -> float:
    """Where a day stands, 0…1; outside days stand at the ends."""
    whole = (span[1] - span[0]).days or 1
    return min(1.0, max(0.0, (day - span[0]).days / whole))


def places(promises: Iterable[DatedPromise], *, stage: Stage, now: datetime, today: date) -> tuple[Place, ...]:
    """In the order of promises."""
    ranked = sorted(promises, key=lambda each: each.kind.rank)
    span = span_of(ranked, today=today)
    return tuple(Place(each, progress_of(each, stage=stage, now=now), share_of(each.date, span)) for each in ranked)


def segments(promises: Iterable[DatedPromise], *, span: tuple[date, date]) -> tuple[Segment, ...]:
    """The planned stages between their dates; the last one runs to its own day only."""
    staged = [(each.date, STAGE_OF[each.kind]) for each in promises if each.kind in STAGE_OF]
    staged.sort(key=lambda pair: LADDER.index(pair[1]))
    ends = [day for day, _ in staged[1:]]
    return tuple(
        Segment(stage, share_of(day, span), share_of(end, span))
        for (day, stage), end in zip(staged, ends, strict=False)
    )
