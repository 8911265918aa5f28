"""What does a decision freeze, and which new fact makes it stale?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from lifecycle.rules.assessment_entries import Effect
from lifecycle.rules.capabilities import Capability
from lifecycle.rules.cost import Costs, payback
from lifecycle.rules.feedback import Remark, Severity
from lifecycle.rules.scorecard import Score, total
from lifecycle.rules.stakes import Concentration, UsageFigures

DEFAULT_TOLERANCE = Decimal("0.25")


class Choice(StrEnum):
    """What could be done with a module (A6)."""

    KEEP = "keep"
    FIX = "fix"
    MERGE = "merge"
    SELL = "sell"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Considered:
    """An option and why it was taken or not."""

    option: str
    note: str = ""


class Figure(StrEnum):
    """What a decision may be bound to."""

    USERS = "users"
    ACCOUNTS = "accounts"
    REVENUE = "revenue"
    ONE_OFF = "one_off"
    SAVING = "saving"
    SCORE = "score"
    CRITICAL_REMARKS = "critical_remarks"


FLOORS = frozenset({Figure.SAVING, Figure.SCORE})  # must not fall; the others must not rise
WHOLE = frozenset({Figure.USERS, Figure.ACCOUNTS, Figure.CRITICAL_REMARKS})


@dataclass(frozen=True, slots=True)
class Bound:
    """The decision holds while the figure stays on this side of the limit; `value` is what it was."""

    figure: Figure
    value: Decimal
    limit: Decimal

    def is_broken_by(self, value: Decimal) -> bool:
        return value < self.limit if self.figure in FLOORS else value > self.limit


@dataclass(frozen=True, slots=True)
class Broken:
    figure: Figure
    limit: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that lay on the table. `usage` None: analytics was not asked; `costs` of the plan's own scenario."""

    frozen_at: datetime
    reason_kind: str
    reason: str
    module: str
    module_name: str
    replacement: str
    off_date: date | None
    usage: UsageFigures | None
    concentration: Concentration
    remarks: tuple[Remark, ...]
    dependants: tuple[tuple[str, str], ...]
    considered: tuple[Considered, ...]
    scores: tuple[Score, ...]
    capabilities: tuple[Capability, ...]
    costs: Costs
    effects: tuple[Effect, ...]
    risks: tuple[str, ...]
    bounds: tuple[Bound, ...]


Known = dict[Figure, Decimal]


def known_figures(
    *,
    users: int | None,
    accounts: int | None,
    revenue: Sequence[tuple[str, Decimal]],
    costs: Costs,
    scores: Sequence[Score],
    remarks: Sequence[Remark],
) -> Known:
    """The figures of today by name; what is unknown, or money in several currencies, is not among them."""
    found: Known = {}
    if users is not None:
        found[Figure.USERS] = Decimal(users)
    if accounts is not None:
        found[Figure.ACCOUNTS] = Decimal(accounts)
    if len(revenue) == 1:
        found[Figure.REVENUE] = revenue[0][1]
    back = payback(costs)
    if back is not None:
        found |= {Figure.ONE_OFF: back.one_off, Figure.SAVING: back.saving}
    if scores:
        found[Figure.SCORE] = total(scores).low
    found[Figure.CRITICAL_REMARKS] = Decimal(sum(each.severity is Severity.CRITICAL for each in remarks))
    return found


def bounds_around(known: Known, *, tolerance: Decimal = DEFAULT_TOLERANCE) -> tuple[Bound, ...]:
    """Limits at that share above or below each figure; of critical remarks not one more is tolerated."""
    return tuple(
        Bound(figure, known[figure], _limit(figure, known[figure], tolerance)) for figure in Figure if figure in known
    )


def broken(bounds: Sequence[Bound], known: Known) -> tuple[Broken, ...]:
    """Which new facts lie beyond a stated bound. A figure no longer known breaks none: gates ask for it themselves."""
    return tuple(
        Broken(each.figure, each.limit, known[each.figure])
        for each in bounds
        if each.figure in known and each.is_broken_by(known[each.figure])
    )


def _limit(figure: Figure, value: Decimal, tolerance: Decimal) -> Decimal:
    if figure is Figure.CRITICAL_REMARKS:
        return value
    room = abs(value) * tolerance
    limit = value - room if figure in FLOORS else value + room
    return limit.to_integral_value(ROUND_CEILING) if figure in WHOLE else limit
