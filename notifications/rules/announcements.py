"""What does everybody read of a retirement, and when is there something new to say?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lifecycle.rules.stages import LADDER, Stage


class Kind(StrEnum):
    """What a version of an announcement says."""

    ANNOUNCED = "announced"
    DATE_CHANGED = "date_changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    SWITCHED_OFF = "switched_off"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


_DATED = frozenset({Kind.ANNOUNCED, Kind.DATE_CHANGED, Kind.RESUMED})
_BY_STAGE = {
    Stage.PAUSED: Kind.PAUSED,
    Stage.CANCELLED: Kind.WITHDRAWN,
    Stage.ROLLED_BACK: Kind.REOPENED,
    Stage.OFF: Kind.SWITCHED_OFF,
    Stage.OBSERVING: Kind.SWITCHED_OFF,
    Stage.ARCHIVED: Kind.SWITCHED_OFF,
    Stage.CLOSED: Kind.ENDED,
}


@dataclass(frozen=True, slots=True)
class Version:
    """`dates` by milestone, as ISO text; `moved` holds the old ones of those that moved."""

    kind: Kind
    dates: Mapping[str, str]
    moved: Mapping[str, str] = field(default_factory=dict)


def next_version(last: Version | None, *, stage: Stage, dates: Mapping[str, str], is_told: bool) -> Version | None:
    """None when nothing is new. Nothing is published before a customer was told; withdrawn is said where it was told.

    While dates are under review they are not shown as if they held; a move in that time is told on resumption.
    """
    if stage in LADDER and LADDER.index(stage) < LADDER.index(Stage.ANNOUNCED):
        return None  # undecided, or assessed anew after it was opened again: what was said last still holds
    if last is None:
        return (
            Version(_BY_STAGE.get(stage, Kind.ANNOUNCED), dict(dates))
            if is_told and stage is not Stage.CANCELLED
            else None
        )
    kind = _BY_STAGE.get(stage)
    moved = {name: old for name, old in last.dates.items() if name in dates and dates[name] != old}
    if kind is Kind.SWITCHED_OFF:  # the day on which data are deleted still holds, and may still move
        return None if last.kind is kind and not moved else Version(kind, dict(dates), moved)
    if kind is not None:
        return None if last.kind is kind else Version(kind, dict(last.dates))
    if last.kind not in _DATED:
        return Version(Kind.RESUMED, dict(dates), moved)
    return Version(Kind.DATE_CHANGED, dict(dates), moved) if moved or set(dates) != set(last.dates) else None
