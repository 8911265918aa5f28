"""Which stage may follow which, moved by whom, and what does each demand?"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from lifecycle.rules.actors import Role


class Stage(StrEnum):
    """A plan's place on the ladder (spec: lifecycle, section 1)."""

    DRAFT = "draft"
    ASSESSING = "assessing"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    CLOSED_TO_NEW = "closed_to_new"
    READ_ONLY = "read_only"
    EXPORT_ONLY = "export_only"
    BROWNOUT = "brownout"
    OFF = "off"
    OBSERVING = "observing"
    ARCHIVED = "archived"
    CLOSED = "closed"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ROLLED_BACK = "rolled_back"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


LADDER: tuple[Stage, ...] = (
    Stage.DRAFT,
    Stage.ASSESSING,
    Stage.DECIDED,
    Stage.ANNOUNCED,
    Stage.CLOSED_TO_NEW,
    Stage.READ_ONLY,
    Stage.EXPORT_ONLY,
    Stage.BROWNOUT,
    Stage.OFF,
    Stage.OBSERVING,
    Stage.ARCHIVED,
    Stage.CLOSED,
)
SKIPPABLE = frozenset({Stage.CLOSED_TO_NEW, Stage.READ_ONLY, Stage.EXPORT_ONLY, Stage.BROWNOUT})
ENDED = frozenset({Stage.CLOSED, Stage.CANCELLED})
PUBLIC = frozenset(LADDER[LADDER.index(Stage.ANNOUNCED) :]) | {Stage.PAUSED, Stage.ROLLED_BACK}
STOPPABLE = frozenset(LADDER[LADDER.index(Stage.ANNOUNCED) : LADDER.index(Stage.OFF)])
UNDOABLE = frozenset(LADDER[LADDER.index(Stage.CLOSED_TO_NEW) : LADDER.index(Stage.CLOSED)])
REVERSIBLE = frozenset({Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED})


class SwitchLevel(IntEnum):
    """What the host product must do, from least to most refused."""

    LIVE = 0
    CLOSED_TO_NEW = 1
    READ_ONLY = 2
    EXPORT_ONLY = 3
    OFF = 4

    @property
    def key(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class StageRule:
    """`people` is how many approvals the move into the stage needs, none of them the plan's author's."""

    mover: Role
    people: int
    level: SwitchLevel
    accounts_see: str
    undo: str


RULES: dict[Stage, StageRule] = {
    Stage.DRAFT: StageRule(Role.PM, 0, SwitchLevel.LIVE, "nothing", "delete"),
    Stage.ASSESSING: StageRule(Role.PM, 0, SwitchLevel.LIVE, "nothing", "to draft"),
    Stage.DECIDED: StageRule(Role.PM, 1, SwitchLevel.LIVE, "nothing; internal teams are briefed", "to assessing"),
    Stage.ANNOUNCED: StageRule(Role.PM, 1, SwitchLevel.LIVE, "notices; all works", "cancel, with a correction"),
    Stage.CLOSED_TO_NEW: StageRule(Role.PM, 0, SwitchLevel.CLOSED_TO_NEW, "no new use", "open again"),
    Stage.READ_ONLY: StageRule(Role.PM, 1, SwitchLevel.READ_ONLY, "read, search, export; writes refused", "writes on"),
    Stage.EXPORT_ONLY: StageRule(Role.PM, 1, SwitchLevel.EXPORT_ONLY, "portal and export only", "to read only"),
    Stage.BROWNOUT: StageRule(Role.PM, 1, SwitchLevel.EXPORT_ONLY, "short dated outages", "end the window"),
    Stage.OFF: StageRule(Role.OPERATOR, 2, SwitchLevel.OFF, "410 tombstone", "to the last stage"),
    Stage.OBSERVING: StageRule(Role.OPERATOR, 0, SwitchLevel.OFF, "410 tombstone", "to the last stage"),
    Stage.ARCHIVED: StageRule(Role.OPERATOR, 0, SwitchLevel.OFF, "archive requests in the portal", "restore"),
    Stage.CLOSED: StageRule(Role.OPERATOR, 2, SwitchLevel.OFF, "tombstone until retention ends", "none"),
    Stage.PAUSED: StageRule(Role.PM, 0, SwitchLevel.LIVE, "dates under review", "resume"),
    Stage.CANCELLED: StageRule(Role.PM, 0, SwitchLevel.LIVE, "withdrawn", "none"),
    Stage.ROLLED_BACK: StageRule(Role.OPERATOR, 0, SwitchLevel.LIVE, "reopened", "assess again or cancel"),
}


class Move(StrEnum):
    FORWARD = "forward"
    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    ROLL_BACK = "roll_back"


def move_kind(
    current: Stage, to: Stage, *, skipped: frozenset[Stage] = frozenset(), paused_from: Stage | None = None
) -> Move | None:
    """Name the kind of the move, or None when the table does not allow it."""
    if current in ENDED or current == to:
        return None
    if current is Stage.PAUSED:
        return {Stage.CANCELLED: Move.CANCEL, paused_from: Move.RESUME}.get(to)
    if to in _ASIDE:
        kind, origins = _ASIDE[to]
        return kind if current in origins else None
    return _along_the_ladder(current, to, skipped)


_ASIDE: dict[Stage, tuple[Move, frozenset[Stage]]] = {
    Stage.PAUSED: (Move.PAUSE, STOPPABLE),
    Stage.ROLLED_BACK: (Move.ROLL_BACK, REVERSIBLE),
    Stage.CANCELLED: (Move.CANCEL, STOPPABLE | {Stage.DECIDED, Stage.ROLLED_BACK}),
}


def _along_the_ladder(current: Stage, to: Stage, skipped: frozenset[Stage]) -> Move | None:
    if current is Stage.ROLLED_BACK:
        return Move.BACK if to is Stage.ASSESSING else None
    if to == next_stage(current, skipped=skipped):
        return Move.FORWARD
    return Move.BACK if to == previous_stage(current, skipped=skipped) else None


def next_stage(current: Stage, *, skipped: frozenset[Stage] = frozenset()) -> Stage | None:
    """The one stage that may follow, leaving out what the decision record skips and may skip."""
    if current not in LADDER:
        return None
    following = LADDER[LADDER.index(current) + 1 :]
    return next((stage for stage in following if stage not in skipped & SKIPPABLE), None)


def previous_stage(current: Stage, *, skipped: frozenset[Stage] = frozenset()) -> Stage | None:
    """The stage that one step of undo leads to; None where undo is cancel, roll back or impossible."""
    if current not in SKIPPABLE | {Stage.ASSESSING, Stage.DECIDED}:
        return None
    before = LADDER[: LADDER.index(current)]
    return next(stage for stage in reversed(before) if stage not in skipped & SKIPPABLE)
