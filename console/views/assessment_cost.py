"""How do the costs of leaving look: figures, a picture of the return by month, the same numbers as a table?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from console.views.assessment_labels import AMOUNTS
from console.views.shown import Figure
from console.views.usage_chart import Chart
from lifecycle.api import words
from lifecycle.rules.cost import Costs, Payback, payback
from lifecycle.rules.scenarios import ROI_MONTHS
from lifecycle.rules.stakes import Concentration


@dataclass(frozen=True, slots=True)
class ShownCosts:
    """`chart` None while a figure is missing; `missing` names which."""

    figures: tuple[Figure, ...]
    chart: Chart | None
    missing: tuple[str, ...]
    reserve: str
    reserve_reason: str
    revenue: str


def shown_costs(costs: Costs, stakes: Concentration, *, csv_url: str = "") -> ShownCosts:
    found = payback(costs)
    return ShownCosts(
        figures=cost_figures(costs, found),
        chart=return_chart(costs, found, csv_url=csv_url) if found else None,
        missing=tuple(str(AMOUNTS[name]) for name in costs.missing),
        reserve=words.percent(float(costs.reserve)),
        reserve_reason=costs.reserve_reason,
        revenue=revenue_words(stakes),
    )


def cost_figures(costs: Costs, found: Payback | None) -> tuple[Figure, ...]:
    unknown = _("unknown")
    if found is None:
        names = (_("Maintenance, a month"), _("Cost of moving, once"), _("Saving, a month"), _("Back in month"))
        return tuple(Figure(name, unknown, is_word=True) for name in names)
    month, roi = found.break_even_month, found.roi(ROI_MONTHS)
    return (
        Figure(
            _("Maintenance, a month"),
            words.money(found.maintenance, costs.currency),
            _("infrastructure, people, defects"),
        ),
        Figure(
            _("Cost of moving, once"),
            words.money(found.one_off, costs.currency),
            _("with a reserve of %(share)s") % {"share": words.percent(float(costs.reserve))},
        ),
        Figure(_("Saving, a month"), words.money(found.saving, costs.currency), _("less the cost of the replacement")),
        Figure(
            _("Back in month"),
            _("never") if month is None else words.number(month),
            _("return after %(months)s months: %(share)s")
            % {"months": ROI_MONTHS, "share": unknown if roi is None else words.percent(float(roi))},
            is_word=month is None,
        ),
    )


def return_chart(costs: Costs, found: Payback, *, csv_url: str) -> Chart:
    """Net of the outlay, from month 0; the month of break-even is marked."""
    month = found.break_even_month
    name = _("Return, %(currency)s") % {"currency": costs.currency}
    is_marked = month is not None and month <= found.horizon
    spec: dict[str, object] = {
        "x": [str(number) for number in range(found.horizon + 1)],
        "series": [{"name": name, "values": [float(round(amount)) for amount in found.series]}],
        "marks": [{"at": str(month), "name": _("back in month %(month)s") % {"month": month}}] if is_marked else [],
        "unknown": _("unknown"),
        "description": _("What has come back after each month, less what moving costs."),
    }
    rows = tuple(
        (words.number(number), words.money(amount, costs.currency)) for number, amount in enumerate(found.series)
    )
    return Chart("return-chart", _("Return by month"), spec, (_("Month"), name), rows, csv_url)


def revenue_words(stakes: Concentration) -> str:
    """Stands beside the costs and is never netted with them."""
    amounts = [words.money(amount, currency) for currency, amount in stakes.revenue]
    return " + ".join(amounts) or _("unknown")
