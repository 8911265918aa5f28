"""What does the planner look at, and what does it answer?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.statuses import TouchpointStatus
from notifications.rules.working_days import MONDAY_TO_FRIDAY, WorkingDays

Dates = tuple[tuple[MilestoneKind, date], ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A milestone: its day and how often it was moved."""

    day: date
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A contact that the account has heard of: when (local day) and which dates it was given."""

    notice: NoticeCode
    step: str
    revision: int
    day: date
    at: datetime
    dates: Dates = ()


@dataclass(frozen=True, slots=True)
class AccountPicture:
    """`is_clear`: no use left, export done: optional contacts stop. `announce_by`: last day that keeps the floor."""

    key: str
    tier: Tier
    zone: str = "UTC"
    days: WorkingDays = MONDAY_TO_FRIDAY
    is_clear: bool = False
    announce_by: date | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan and its accounts, frozen."""

    stage: Stage
    criticality: Criticality
    milestones: Mapping[MilestoneKind, Promise]
    accounts: tuple[AccountPicture, ...]

    @property
    def revision(self) -> int:
        """Which set of dates this is: grows by one with each move of a milestone, and with nothing else."""
        return 1 + sum(promise.revision - 1 for promise in self.milestones.values())

    @property
    def dates(self) -> Dates:
        return tuple((kind, promise.day) for kind, promise in sorted(self.milestones.items(), key=lambda m: m[0].rank))


@dataclass(frozen=True, slots=True)
class Planned:
    """A contact that should exist. `at` is the instant (UTC), `day` the account's own; `late_until` None: no end."""

    account: str
    day: date
    channel: Channel
    notice: NoticeCode
    step: str
    anchor: MilestoneKind
    revision: int
    mandatory: bool
    at: datetime
    late_until: date | None = None

    @property
    def key(self) -> "TouchpointKey":
        return (self.notice, self.account, self.step, self.revision)


TouchpointKey = tuple[NoticeCode, str, str, int]


@dataclass(frozen=True, slots=True)
class Existing:
    """A touchpoint row. `is_told`: somebody may have read it, so it is never edited, only superseded."""

    id: int
    account: str
    notice: NoticeCode
    step: str
    revision: int
    status: TouchpointStatus
    at: datetime
    late_until: date | None = None
    is_told: bool = False

    @property
    def key(self) -> TouchpointKey:
        return (self.notice, self.account, self.step, self.revision)


@dataclass(frozen=True, slots=True)
class Changes:
    """What makes the rows match. `superseded`: an old date, `missed`: too late to say, `cancelled`: not needed."""

    created: tuple[Planned, ...] = ()
    redated: tuple[tuple[Existing, Planned], ...] = ()
    revived: tuple[tuple[Existing, Planned], ...] = ()
    superseded: tuple[Existing, ...] = ()
    missed: tuple[Existing, ...] = ()
    cancelled: tuple[Existing, ...] = field(default=())

    def __bool__(self) -> bool:
        return any((self.created, self.redated, self.revived, self.superseded, self.missed, self.cancelled))

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in self.__slots__}
