"""Which promises carry a date, in which order, and when exactly does a dated promise fall?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from lifecycle.rules.stages import Stage


class MilestoneKind(StrEnum):
    """In the order in which the dates must stand."""

    INTERNAL_BRIEF = "internal_brief"
    ANNOUNCE = "announce"
    CLOSED_TO_NEW = "closed_to_new"
    READ_ONLY = "read_only"
    EXPORT_ONLY = "export_only"
    BROWNOUT = "brownout"
    EXPORT_END = "export_end"
    OFF = "off"
    OBSERVATION_END = "observation_end"
    ARCHIVE = "archive"
    PURGE = "purge"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def rank(self) -> int:
        return list(MilestoneKind).index(self)


_LABELS = {
    MilestoneKind.INTERNAL_BRIEF: "Teams briefed",
    MilestoneKind.ANNOUNCE: "Announced",
    MilestoneKind.CLOSED_TO_NEW: "Closed to new use",
    MilestoneKind.READ_ONLY: "Read-only",
    MilestoneKind.EXPORT_ONLY: "Export only",
    MilestoneKind.BROWNOUT: "Brownouts begin",
    MilestoneKind.EXPORT_END: "Last day of self-service export",
    MilestoneKind.OFF: "Switched off",
    MilestoneKind.OBSERVATION_END: "Observation ends",
    MilestoneKind.ARCHIVE: "Archived",
    MilestoneKind.PURGE: "Source purged, no way back",
}

STAGE_MILESTONE: dict[Stage, MilestoneKind] = {
    Stage.ANNOUNCED: MilestoneKind.ANNOUNCE,
    Stage.CLOSED_TO_NEW: MilestoneKind.CLOSED_TO_NEW,
    Stage.READ_ONLY: MilestoneKind.READ_ONLY,
    Stage.EXPORT_ONLY: MilestoneKind.EXPORT_ONLY,
    Stage.BROWNOUT: MilestoneKind.BROWNOUT,
    Stage.OFF: MilestoneKind.OFF,
    Stage.ARCHIVED: MilestoneKind.ARCHIVE,
    Stage.CLOSED: MilestoneKind.PURGE,
}


@dataclass(frozen=True, slots=True)
class DatedPromise:
    """A milestone as rules see it; `zone` is an IANA name."""

    kind: MilestoneKind
    date: date
    local_time: time
    zone: str
    revision: int = 1

    @property
    def at(self) -> datetime:
        return instant(self.date, self.local_time, self.zone)


def instant(day: date, local_time: time, zone: str) -> datetime:
    """The UTC instant of a local time: in a gap the next valid instant, in a fold the first."""
    local = datetime.combine(day, local_time, tzinfo=ZoneInfo(zone))
    at = local.astimezone(UTC)
    back = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if back == local.replace(tzinfo=None):
        return at
    return _end_of_gap(local.replace(tzinfo=None), ZoneInfo(zone))


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """First instant whose wall clock is at or after `wall` (gaps are whole minutes; Apia's was a whole day)."""
    low = wall.replace(tzinfo=UTC) - timedelta(hours=38)
    high = wall.replace(tzinfo=UTC) + timedelta(hours=38)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def has_clock_change(day: date, zone: str) -> bool:
    """Do the clocks of that zone change between one midnight and the next? Nothing is switched on such a day."""
    midnights = (datetime.combine(each, time(), tzinfo=ZoneInfo(zone)) for each in (day, day + timedelta(days=1)))
    before, after = (each.utcoffset() for each in midnights)
    return before != after


def out_of_order(promises: list[DatedPromise]) -> tuple[tuple[DatedPromise, DatedPromise], ...]:
    """Neighbouring pairs whose dates stand against the order of promises."""
    ranked = sorted(promises, key=lambda each: each.kind.rank)
    return tuple((earlier, later) for earlier, later in pairwise(ranked) if earlier.date > later.date)
