"""What does the planner answer, what is there already, and what would have to change?"""

from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import NamedTuple

from lifecycle.rules.milestones import MilestoneKind
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.statuses import TouchpointStatus

TouchpointKey = tuple[NoticeCode, str, str, int]


@dataclass(frozen=True, slots=True)
class Contact:
    """What accounts that are alike have in common. `day` is their own; `late_until` None: no end."""

    day: date
    channel: Channel
    notice: NoticeCode
    step: str
    anchor: MilestoneKind
    revision: int
    mandatory: bool
    late_until: date | None = None


class Planned(NamedTuple):
    """A contact that should exist. `at` is the instant (UTC). Small, because a plan has hundreds of thousands."""

    contact: Contact
    account: str
    at: datetime

    @property
    def day(self) -> date:
        return self.contact.day

    @property
    def channel(self) -> Channel:
        return self.contact.channel

    @property
    def notice(self) -> NoticeCode:
        return self.contact.notice

    @property
    def step(self) -> str:
        return self.contact.step

    @property
    def anchor(self) -> MilestoneKind:
        return self.contact.anchor

    @property
    def revision(self) -> int:
        return self.contact.revision

    @property
    def mandatory(self) -> bool:
        return self.contact.mandatory

    @property
    def late_until(self) -> date | None:
        return self.contact.late_until

    @property
    def key(self) -> TouchpointKey:
        return (self.contact.notice, self.account, self.contact.step, self.contact.revision)


class Existing(NamedTuple):
    """A touchpoint row. `is_told`: somebody may have read it, so it is never edited, only superseded.

    Small and soon made, as a planned one: each round reads all of them.
    """

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
    cancelled: tuple[Existing, ...] = ()

    def __bool__(self) -> bool:
        return any((self.created, self.redated, self.revived, self.superseded, self.missed, self.cancelled))

    @property
    def tally(self) -> "Tally":
        return Tally(*(len(getattr(self, name)) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many contacts were changed how; true when any was."""

    created: int = 0
    redated: int = 0
    revived: int = 0
    superseded: int = 0
    missed: int = 0
    cancelled: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))
