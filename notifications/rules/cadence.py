"""Which contacts does a tier get before and after each milestone, and through what?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.policies import Criticality
from lifecycle.rules.tiers import Tier
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.relative_date import RelativeDate

# Days (d) or working days (w) before the module is switched off; "c" adds a call by a person before the writing.
BEFORE_OFF: dict[Criticality, dict[Tier, str]] = {
    Criticality.NON_CORE: {
        Tier.KEY: "45d c, 21d, 7d c, 1w",
        Tier.STANDARD: "35d, 14d, 3w",
        Tier.LIGHT: "30d, 3w",
    },
    Criticality.CORE: {
        Tier.KEY: "90d c, 60d, 30d c, 14d, 5w c, 1w",
        Tier.STANDARD: "75d, 45d, 21d, 5w, 1w",
        Tier.LIGHT: "60d, 21d, 3w",
    },
    Criticality.BUSINESS_CRITICAL: {
        Tier.KEY: "180d c, 150d, 120d c, 90d, 60d c, 30d, 14d c, 5w c, 1w",
        Tier.STANDARD: "150d, 90d, 60d, 30d, 14d, 5w, 1w",
        Tier.LIGHT: "120d, 60d, 30d, 7d, 1w",
    },
}
FOLLOW_UP = RelativeDate.parse("+5w")

# Reminders of the other promises, alike for all tiers; a call is made to key accounts only.
BEFORE_OTHERS: dict[MilestoneKind, str] = {
    MilestoneKind.CLOSED_TO_NEW: "10w",
    MilestoneKind.READ_ONLY: "5w",
    MilestoneKind.BROWNOUT: "10w, 1w",
    MilestoneKind.EXPORT_END: "30d, 10w, 2w c",
}
BEFORE_PURGE = RelativeDate.parse("-30d")

WRITING: dict[Tier, tuple[Channel, ...]] = {
    Tier.KEY: (Channel.EMAIL, Channel.IN_APP),
    Tier.STANDARD: (Channel.EMAIL, Channel.IN_APP),
    Tier.LIGHT: (Channel.IN_APP,),
}
# The announcement, the last call, the end and the purge reach every tier in writing, whatever it asked for.
FLOOR_WRITING = (Channel.EMAIL, Channel.IN_APP)


@dataclass(frozen=True, slots=True)
class Step:
    """One planned contact of a tier. `mandatory` steps go out always, the others only while they are needed."""

    tier: Tier
    anchor: MilestoneKind
    offset: RelativeDate
    channel: Channel
    notice: NoticeCode
    mandatory: bool
    follows_call: bool = False

    @property
    def moment(self) -> str:
        """What the channels of one contact share, such as 'off-90d'."""
        return f"{self.anchor}{self.offset}"

    @property
    def key(self) -> str:
        return f"{self.moment}.{self.channel}"

    @property
    def days_before(self) -> int:
        """Positive before the anchor, in the unit of the offset."""
        return -self.offset.count


@cache
def steps_of(criticality: Criticality, tier: Tier) -> tuple[Step, ...]:
    """The whole series of a tier, in the order of the milestones."""
    return (
        *_other_milestones(tier),
        *_before_off(criticality, tier),
        *_steps(tier, MilestoneKind.OFF, RelativeDate(0), NoticeCode.SWITCHED_OFF, mandatory=True, call=False),
        *_steps(tier, MilestoneKind.OFF, FOLLOW_UP, NoticeCode.AFTER, mandatory=False, call=True),
        *_steps(tier, MilestoneKind.PURGE, BEFORE_PURGE, NoticeCode.AFTER, mandatory=True, call=False),
    )


def _before_off(criticality: Criticality, tier: Tier) -> Iterator[Step]:
    entries = BEFORE_OFF[criticality][tier].split(", ")
    for position, entry in enumerate(entries):
        offset, call = _entry(entry)
        notice = NoticeCode.SUNSET_REMINDER
        if position == 0:
            notice = NoticeCode.SUNSET_ANNOUNCED
        elif position == len(entries) - 1:
            notice = NoticeCode.LAST_CALL
        mandatory = notice is not NoticeCode.SUNSET_REMINDER
        yield from _steps(tier, MilestoneKind.OFF, offset, notice, mandatory=mandatory, call=call)


def _other_milestones(tier: Tier) -> Iterator[Step]:
    for anchor, entries in BEFORE_OTHERS.items():
        for entry in entries.split(", "):
            offset, call = _entry(entry)
            yield from _steps(tier, anchor, offset, NoticeCode.SUNSET_REMINDER, mandatory=False, call=call)


def _entry(text: str) -> tuple[RelativeDate, bool]:
    offset, _, call = text.partition(" ")
    return RelativeDate.parse(f"-{offset}"), call == "c"


def _steps(
    tier: Tier, anchor: MilestoneKind, offset: RelativeDate, notice: NoticeCode, *, mandatory: bool, call: bool
) -> Iterator[Step]:
    calls = call and tier is Tier.KEY
    if calls:
        yield Step(tier, anchor, offset, Channel.DESK_TASK, notice, mandatory)
    for channel in FLOOR_WRITING if mandatory else WRITING[tier]:
        yield Step(tier, anchor, offset, channel, notice, mandatory, follows_call=calls)
