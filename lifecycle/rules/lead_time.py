"""When may a stage begin at the earliest for an account that was told on a day, and which rule says so?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lifecycle.rules.fixed_days import Freeze, freezes_in_the_way, next_window, nth_release
from lifecycle.rules.month_steps import Span
from lifecycle.rules.policies import (
    CRITICALITY_FLOORS,
    EARLY_STAGE_FLOORS,
    FAST_PATH_FLOOR,
    HARD_MINIMUMS,
    MAJOR_FLOOR,
    MAJOR_MINIMUM,
    Criticality,
    Policy,
)

Day = date  # a field called `date` hides the type
_END_OF_DAY = time(23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Floor:
    """A named demand from outside the policy: contract, law, tier."""

    rule: str
    span: Span


@dataclass(frozen=True, slots=True)
class FastPath:
    """Both facts must be evidence; None is unknown and does not count as true."""

    is_use_low: bool | None
    is_replacement_ready: bool | None


@dataclass(frozen=True, slots=True)
class Demands:
    """Everything that asks for time."""

    policy: Policy
    criticality: Criticality | None = None
    is_major: bool = False
    fast_path: FastPath | None = None
    contract_notice_days: int | None = None
    floors: tuple[Floor, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    release_dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule and the earliest day it allows; None when an input it needs is unknown."""

    rule: str
    earliest_date: date | None
    needs: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Earliest:
    """The answer: `date` is None while a rule lacks its input, and unknown blocks."""

    date: date | None
    binding: str
    tried: tuple[Tried, ...]
    target_date: Day | None = None
    not_before: datetime | None = None  # set by policies with a fixed window: an instant in UTC

    @property
    def bound_by(self) -> Tried:
        """The rule that binds, with what it needs."""
        return next(each for each in reversed(self.tried) if each.rule == self.binding)

    @property
    def is_unknown(self) -> bool:
        """Whether some rule could not be worked out."""
        return self.date is None


def earliest(*, told_date: date, demands: Demands, stage: str = "off") -> Earliest:
    """The latest of all floors wins; `told_date` is the day of proven delivery in the account's own zone.

    Raises ValueError when a floor lies beyond the years a date can hold.
    """
    tried = _floors(told_date, demands, stage)
    unknown = next((each for each in tried if each.earliest_date is None), None)
    if unknown:
        return Earliest(None, unknown.rule, tuple(tried))
    known = [(each.earliest_date, each.rule) for each in tried if each.earliest_date is not None]
    found, binding = max(known, key=lambda pair: pair[0])  # among equals the first tried binds
    for freeze in freezes_in_the_way(found, demands.freezes):
        found, binding = freeze.last_date + timedelta(days=1), freeze.rule
        tried.append(Tried(binding, found, "no change in a freeze", f"from {freeze.first_date} to {freeze.last_date}"))
    policy = demands.policy
    is_off = stage == "off"
    target = policy.target.from_(told_date) if policy.target and is_off else None
    windowed = is_off and policy.window_months and binding == policy.key
    return Earliest(found, binding, tuple(tried), target, datetime.combine(found, _END_OF_DAY) if windowed else None)


def is_major(demands: Demands) -> bool:
    """Business-critical modules are major whether a plan says so or not."""
    return demands.is_major or demands.criticality is Criticality.BUSINESS_CRITICAL


def _floors(told: date, demands: Demands, stage: str) -> list[Tried]:
    if stage in EARLY_STAGE_FLOORS:
        return [_tried(f"stage.{stage}", EARLY_STAGE_FLOORS[stage], told)]
    shortened, why_not = _fast_path(demands)
    if shortened:
        tried = [_tried("fast_path", FAST_PATH_FLOOR, told, "use is low and the replacement is ready")]
    else:
        tried = _policy_floors(told, demands)
        if demands.criticality:
            floor = CRITICALITY_FLOORS[demands.criticality].floor
            tried.append(_tried(f"criticality.{demands.criticality}", floor, told, why_not))
            minimum = HARD_MINIMUMS[demands.criticality]
            tried.append(_tried(f"hard_minimum.{demands.criticality}", minimum, told, why_not))
    if is_major(demands):
        tried.append(_tried("major", MAJOR_FLOOR, told, why_not))
        tried.append(_tried("hard_minimum.major", MAJOR_MINIMUM, told, why_not))
    if demands.contract_notice_days is not None:
        tried.append(_tried("contract", Span(days=demands.contract_notice_days), told))
    tried += [_tried(floor.rule, floor.span, told) for floor in demands.floors]
    return tried


def _tried(rule: str, span: Span, told: date, note: str = "") -> Tried:
    return Tried(rule, span.from_(told), span.words, note)


def _fast_path(demands: Demands) -> tuple[bool, str]:
    asked = demands.fast_path
    if asked is None:
        return False, ""
    if is_major(demands):
        return False, "fast_path refused: a major retirement is never shortened"
    if not asked.is_use_low or not asked.is_replacement_ready:
        return False, "fast_path refused: it needs low use and a ready replacement, both as evidence"
    return True, ""


def _policy_floors(told: date, demands: Demands) -> list[Tried]:
    policy = demands.policy
    floor = policy.floor.from_(told)
    if policy.window_months:
        floor = next_window(floor, policy)
    needs = policy.floor.words + (" and then a fixed quarterly date" if policy.window_months else "")
    tried = [Tried(policy.key, floor, needs, policy.label)]
    if policy.releases:
        day, note = nth_release(told, policy.releases, demands.release_dates)
        needs = f"{policy.releases} release{'s' * (policy.releases > 1)}"
        tried.append(Tried(f"{policy.key}.releases", day, needs, note))
    return tried
