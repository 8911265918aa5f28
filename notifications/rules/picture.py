"""What does the planner look at?"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.step_names import is_planned
from notifications.rules.working_days import MONDAY_TO_FRIDAY, WorkingDays

Dates = tuple[tuple[MilestoneKind, date], ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A milestone: its day and how often it was moved."""

    day: date
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A contact that the account has heard of: when (local day), which dates it was given, and was it opened there.

    `is_unseen` is known of what light accounts find inside the product, and False of everything else.
    """

    notice: NoticeCode
    step: str
    revision: int
    day: date
    at: datetime
    dates: Dates = ()
    is_unseen: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody there was told dates in a call, whatever asked for it."""

    at: datetime
    dates: Dates


@dataclass(frozen=True, slots=True)
class Taken:
    """A contact of another plan on a local day, beside which an optional one of this plan has to keep its distance.

    `is_open`: it is optional too and has not left, so that one letter can hold both.
    """

    channel: Channel
    day: date
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class AccountPicture:
    """`is_clear`: no use left, export done: optional contacts stop. `announce_by`: last day that keeps the floor.

    `place` is the country and region that `days` were looked up for, as text for people.
    """

    key: str
    tier: Tier
    zone: str = "UTC"
    days: WorkingDays = MONDAY_TO_FRIDAY
    is_clear: bool = False
    announce_by: date | None = None
    told: tuple[Told, ...] = ()
    place: str = ""
    taken: tuple[Taken, ...] = ()
    spoken: tuple[Spoken, ...] = ()

    @property
    def since_correction(self) -> tuple[Told | Spoken, ...]:
        """What they were told since they were last set right, by that very correction too; all of it if never.

        To say other dates, in a reminder or a call, sets nothing right: nobody hears from it what changed.
        """
        set_right = (each.at for each in self.told if each.notice is NoticeCode.CORRECTION and is_planned(each.step))
        at = max(set_right, default=None)
        said: tuple[Told | Spoken, ...] = (*self.told, *self.spoken)
        return said if at is None else tuple(each for each in said if each.at >= at)

    @property
    def withdrawn_at(self) -> datetime | None:
        return max((each.at for each in self.told if each.notice is NoticeCode.CANCELLED), default=None)

    @property
    def since_withdrawal(self) -> tuple[Told, ...]:
        """What was said after the plan was last withdrawn; all of it when it never was. The rest no longer holds."""
        end = self.withdrawn_at
        if end is None:
            return self.told
        return tuple(each for each in self.told if each.notice is not NoticeCode.CANCELLED and each.at > end)

    @property
    def spoken_since_withdrawal(self) -> tuple[Spoken, ...]:
        end = self.withdrawn_at
        return self.spoken if end is None else tuple(each for each in self.spoken if each.at > end)

    @property
    def alike(self) -> Hashable:
        """Accounts with the same answer get the same contacts on the same days; only the instants are their own."""
        ours = (self.tier, self.zone, self.days, self.is_clear, self.announce_by, self.taken)
        if not self.told:
            return ours
        heard = tuple((each.notice, each.step, each.revision, each.day, each.is_unseen) for each in self.told)
        if self.spoken or len(self.since_withdrawal) < len(self.told):
            return (*ours, self.told, self.spoken)  # what came before a call or the withdrawal and what after matters
        dates: list[Dates] = []
        for each in self.since_correction:
            if each.dates not in dates:
                dates.append(each.dates)
        return (*ours, heard, *dates)


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan and its accounts, frozen. `calendar` names the tables that its working days come from."""

    stage: Stage
    criticality: Criticality
    milestones: Mapping[MilestoneKind, Promise]
    accounts: tuple[AccountPicture, ...]
    calendar: str = ""

    @property
    def revision(self) -> int:
        """Which set of dates this is: grows by one with each move of a milestone, and with nothing else."""
        return 1 + sum(promise.revision - 1 for promise in self.milestones.values())

    @property
    def dates(self) -> Dates:
        return tuple((kind, promise.day) for kind, promise in sorted(self.milestones.items(), key=lambda m: m[0].rank))


def told_otherwise(said: Iterable[Told | Spoken], current: Mapping[MilestoneKind, date]) -> dict[MilestoneKind, date]:
    """Which of these dates they were told for another day, and for which one last."""
    in_turn = sorted(said, key=lambda each: each.at)
    return {kind: day for each in in_turn for kind, day in each.dates if current.get(kind, day) != day}
