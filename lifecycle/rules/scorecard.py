"""How good is the replacement on nine counts, and may it be announced?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

BEST, PASS_MARK, MOST_WEIGHT = 5, 3, 10


class Aspect(StrEnum):
    """The nine criteria of A5, in the order of the specification."""

    TECHNICAL_FIT = "technical_fit"
    PERFORMANCE = "performance"
    COST = "cost"
    USER_EXPERIENCE = "user_experience"
    SUPPORT = "support"
    LAW = "law"
    DATES = "dates"
    RISK = "risk"
    SECURITY = "security"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Aspect.TECHNICAL_FIT: "Technical fit",
    Aspect.PERFORMANCE: "Performance",
    Aspect.COST: "Cost",
    Aspect.USER_EXPERIENCE: "User experience",
    Aspect.SUPPORT: "Support",
    Aspect.LAW: "Law",
    Aspect.DATES: "Dates",
    Aspect.RISK: "Risk",
    Aspect.SECURITY: "Security",
}
DECISIVE = (Aspect.LAW, Aspect.SECURITY)  # below the pass mark they block the announcement


class Readiness(StrEnum):
    """May customers use the replacement today?"""

    UNKNOWN = "unknown"
    NOT_READY = "not_ready"
    READY = "ready"

    @property
    def label(self) -> str:
        return {"unknown": "Not known", "not_ready": "Not ready", "ready": "Ready"}[self.value]


@dataclass(frozen=True, slots=True)
class Score:
    """`value` 0…5, None unknown; `weight` 0…10; `evidence` says why, `link` where; `by` whose judgement it is."""

    aspect: Aspect
    value: int | None = None
    weight: int = 1
    evidence: str = ""
    link: str = ""
    as_of: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """The weighted mean, 0…5: a range while a score is unknown."""

    low: Decimal
    high: Decimal
    unknown: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


class Fault(StrEnum):
    """Why a replacement cannot be announced; then what nobody knows."""

    NOT_READY = "not_ready"
    LAW_BELOW = "law_below"
    SECURITY_BELOW = "security_below"
    LACKS_ESSENTIAL = "lacks_essential"
    READINESS_UNKNOWN = "readiness_unknown"
    LAW_UNKNOWN = "law_unknown"
    SECURITY_UNKNOWN = "security_unknown"


UNKNOWNS = frozenset({Fault.READINESS_UNKNOWN, Fault.LAW_UNKNOWN, Fault.SECURITY_UNKNOWN})


@dataclass(frozen=True, slots=True)
class ReplacementFinding:
    """`holds` None: not known, which blocks like no."""

    holds: bool | None
    faults: tuple[Fault, ...]


def all_nine(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Every criterion in order; whatever nobody scored is unknown."""
    given = {each.aspect: each for each in scores}
    return tuple(given.get(aspect, Score(aspect)) for aspect in Aspect)


def total(scores: Iterable[Score]) -> Total:
    """Unknown counts as 0 in `low` and as 5 in `high`. It informs; it decides nothing by itself."""
    nine = all_nine(scores)
    weight = sum(each.weight for each in nine)
    unknown = sum(each.value is None for each in nine)
    if not weight:
        return Total(Decimal(0), Decimal(BEST), unknown)
    low = Decimal(sum(each.weight * (each.value or 0) for each in nine)) / weight
    high = Decimal(sum(each.weight * (BEST if each.value is None else each.value) for each in nine)) / weight
    return Total(low, high, unknown)


def judge_replacement(
    scores: Iterable[Score], *, readiness: Readiness, lacking_essential: Sequence[str]
) -> ReplacementFinding:
    """Law or security below 3, an essential capability lacking or a replacement not ready blocks (lifecycle, 4)."""
    found = [_ABOUT_READINESS[readiness]] if readiness in _ABOUT_READINESS else []
    values = {each.aspect: each.value for each in scores}
    for aspect in DECISIVE:
        value = values.get(aspect)
        if value is None:
            found.append(Fault(f"{aspect}_unknown"))
        elif value < PASS_MARK:
            found.append(Fault(f"{aspect}_below"))
    if lacking_essential:
        found.append(Fault.LACKS_ESSENTIAL)
    faults = tuple(fault for fault in Fault if fault in found)
    if not faults:
        return ReplacementFinding(True, ())
    return ReplacementFinding(None if set(faults) <= UNKNOWNS else False, faults)


_ABOUT_READINESS = {Readiness.NOT_READY: Fault.NOT_READY, Readiness.UNKNOWN: Fault.READINESS_UNKNOWN}
