"""Nobody answers, or the mail comes back: who does what next, and on which day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lifecycle.rules.tiers import Tier
from notifications.rules.working_days import WorkingDays, shifted


class Trigger(StrEnum):
    BOUNCE = "bounce"  # came back, was complained about, or there is nobody to write to
    SILENCE = "silence"


class Action(StrEnum):
    ALTERNATE = "alternate"
    REMINDER = "reminder"
    EMAIL = "email"
    BANNER = "banner"
    CALL = "call"
    TASK = "task"
    MANAGER = "manager"
    EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class Rung:
    """`after` counts working days of the account from when the trigger was seen."""

    trigger: Trigger
    action: Action
    after: int

    @property
    def step(self) -> str:
        return f"{self.trigger}_{self.action}"


@dataclass(frozen=True, slots=True)
class Step:
    """A rung with its day."""

    step: str
    trigger: Trigger
    action: Action
    due_date: date


_BOUNCE, _SILENCE = Trigger.BOUNCE, Trigger.SILENCE
# Source: notices, section 7.
LADDER: dict[Tier, tuple[Rung, ...]] = {
    Tier.KEY: (
        Rung(_BOUNCE, Action.ALTERNATE, 0),
        Rung(_BOUNCE, Action.CALL, 1),
        Rung(_SILENCE, Action.CALL, 2),
        Rung(_SILENCE, Action.MANAGER, 5),
        Rung(_SILENCE, Action.EXECUTIVE, 10),
    ),
    Tier.STANDARD: (
        Rung(_BOUNCE, Action.ALTERNATE, 1),
        Rung(_BOUNCE, Action.TASK, 2),
        Rung(_SILENCE, Action.REMINDER, 5),
        Rung(_SILENCE, Action.ALTERNATE, 10),
        Rung(_SILENCE, Action.TASK, 15),
    ),
    Tier.LIGHT: (
        Rung(_BOUNCE, Action.ALTERNATE, 1),
        Rung(_BOUNCE, Action.BANNER, 1),
        Rung(_BOUNCE, Action.TASK, 5),
        Rung(_SILENCE, Action.BANNER, 0),
        Rung(_SILENCE, Action.EMAIL, 5),
    ),
}
MARGIN = 5  # working days before the floor at which an unreached account shuts the gate


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ladder is asked about: since when it is silent, since when a message came back; None: neither.

    `breach_on` is the day on which it is too late; steps that would lie behind it move nearer, evenly.
    """

    tier: Tier
    silent_since: date | None = None
    bounced_on: date | None = None
    breach_on: date | None = None


def steps(standing: Standing, days: WorkingDays) -> tuple[Step, ...]:
    """Every step with its day, in the order of days; those of a trigger that was not seen are left out."""
    starts = {_BOUNCE: standing.bounced_on, _SILENCE: standing.silent_since}
    found: list[Step] = []
    for trigger, start in starts.items():
        if start is not None:
            rungs = [rung for rung in LADDER[standing.tier] if rung.trigger is trigger]
            found += _dated(rungs, start, standing.breach_on, days)
    return tuple(sorted(found, key=lambda each: (each.due_date, each.step)))


def _dated(rungs: list[Rung], start: date, breach_on: date | None, days: WorkingDays) -> Iterable[Step]:
    longest = max(rung.after for rung in rungs)
    room = longest if breach_on is None else min(longest, _working_days_between(start, breach_on, longest, days))
    for rung in rungs:
        after = rung.after if room == longest else rung.after * room // max(longest, 1)
        yield Step(rung.step, rung.trigger, rung.action, shifted(start, after, days))


def _working_days_between(start: date, end: date, at_most: int, days: WorkingDays) -> int:
    """How many working days lie after `start` and before `end`."""
    count, day = 0, shifted(start, 1, days)
    while day < end and count < at_most:
        count, day = count + 1, shifted(day, 1, days)
    return count


def breach_day(floor_date: date, due_date: date, days: WorkingDays) -> date:
    """Five working days before the floor; a notice that came later than that has until the floor, or one day."""
    early = shifted(floor_date, -MARGIN, days)
    if early > due_date:
        return early
    return floor_date if floor_date > due_date else shifted(due_date, 1, days)
