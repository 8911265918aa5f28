"""What does a module cost, what would leaving it cost, and when does that come back?"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from lifecycle.rules.verdicts import Reason, Verdict, blocked

DEFAULT_RESERVE = Decimal("0.15")
LEAST_RESERVE, MOST_RESERVE = Decimal("0.10"), Decimal("0.15")
MONTHLY = ("infrastructure", "people", "defects", "running")
ONCE = ("direct", "indirect")
LARGEST = Decimal(10) ** 13
SHOWN_MONTHS, MOST_MONTHS = 24, 120


@dataclass(frozen=True, slots=True)
class Costs:
    """In one currency; None is not known yet.

    Per month: `infrastructure`, `people`, `defects` of the module, `running` the extra cost of the replacement.
    Once: `direct` and `indirect` cost of moving, and a `reserve` for the unforeseen, as a share of both (A4).
    """

    currency: str = ""
    infrastructure: Decimal | None = None
    people: Decimal | None = None
    defects: Decimal | None = None
    running: Decimal | None = None
    direct: Decimal | None = None
    indirect: Decimal | None = None
    reserve: Decimal = DEFAULT_RESERVE
    reserve_reason: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the figures that nobody gave."""
        return tuple(name for name in (*MONTHLY, *ONCE) if getattr(self, name) is None)


NO_COSTS = Costs()


@dataclass(frozen=True, slots=True)
class Payback:
    """`maintenance` and `saving` are per month, `one_off` with the reserve (lifecycle, section 4)."""

    maintenance: Decimal
    one_off: Decimal
    saving: Decimal

    @property
    def break_even(self) -> Decimal | None:
        """Months until the outlay is back; None is never."""
        return self.one_off / self.saving if self.saving > 0 else None

    @property
    def break_even_month(self) -> int | None:
        """The month in which it is back, counted from 1; 0 when there is no outlay; None is never."""
        months = self.break_even
        return None if months is None else int(months.to_integral_value(ROUND_CEILING))

    def roi(self, months: int) -> Decimal | None:
        """Return on the outlay as a share (1 is 100 %); None when there is no outlay to return on."""
        return (months * self.saving - self.one_off) / self.one_off if self.one_off else None

    def after(self, months: int) -> Decimal:
        """What has come back by then, net of the outlay."""
        return months * self.saving - self.one_off

    @property
    def horizon(self) -> int:
        """How many months a picture needs: two years, or half a year past break-even."""
        month = self.break_even_month
        return SHOWN_MONTHS if month is None else max(SHOWN_MONTHS, min(month + 6, MOST_MONTHS))

    @property
    def series(self) -> tuple[Decimal, ...]:
        """Return by month, from month 0 on."""
        return tuple(self.after(month) for month in range(self.horizon + 1))


def payback(costs: Costs) -> Payback | None:
    """None while a figure is missing: unknown is not zero."""
    if costs.missing:
        return None
    infrastructure, people, defects, running = (getattr(costs, name) for name in MONTHLY)
    direct, indirect = (getattr(costs, name) for name in ONCE)
    maintenance = infrastructure + people + defects
    return Payback(
        maintenance=maintenance,
        one_off=(direct + indirect) * (1 + costs.reserve),
        saving=maintenance - running,
    )


def check_costs(costs: Costs) -> Verdict:
    """Amounts are not negative; a reserve outside 10–15 % says why."""
    verdict = Verdict()
    for name in (*MONTHLY, *ONCE):
        amount = getattr(costs, name)
        if amount is not None and (not amount.is_finite() or not 0 <= amount < LARGEST):
            verdict += blocked("cost_amount", Reason.BROKEN_RULE, place=name)
    if not costs.reserve.is_finite() or not 0 <= costs.reserve <= 1:
        verdict += blocked("cost_reserve", Reason.BROKEN_RULE, place="reserve")
    elif not LEAST_RESERVE <= costs.reserve <= MOST_RESERVE and not costs.reserve_reason.strip():
        verdict += blocked("cost_reserve_reason", Reason.BROKEN_RULE, place="reserve_reason")
    if len(costs.missing) < len(MONTHLY + ONCE) and not costs.currency:
        verdict += blocked("cost_currency", Reason.BROKEN_RULE, place="currency")
    return verdict
