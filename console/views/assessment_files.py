"""Which files hold what an assessment, a comparison and a decision show?"""

from collections.abc import Iterable

from django.http import HttpResponse

from console.views.files import csv_response, fields_of
from lifecycle.api import Assessment, Comparison
from lifecycle.rules.cost import Costs, payback
from lifecycle.rules.dossier import Dossier
from lifecycle.rules.scenarios import Scenario

REMARK_COLUMNS = ("voice", "severity", "text", "about", "account", "said_by", "said_date")
SCORE_COLUMNS = ("aspect", "value", "weight", "evidence", "link", "as_of", "by")
CAPABILITY_COLUMNS = ("name", "coverage", "is_essential", "note")
KEY_ACCOUNT_COLUMNS = ("account", "name", "relevance", "dependence", "revenue", "currency")
COMPARED_COLUMNS = ("measure", "first", "second", "better", "first_currency", "second_currency")


def assessment_file(plan_key: str, found: Assessment, way: Scenario, wanted: str) -> HttpResponse | None:
    """The same as the page: `remarks.csv` (which can be imported again), `return.csv`, `scores.csv`, ...; else None."""
    if wanted == "remarks.csv":
        return _table(f"{plan_key}-feedback.csv", REMARK_COLUMNS, [each.remark for each in found.remarks])
    if wanted == "scores.csv":
        return _table(f"{plan_key}-{way.key}-scores.csv", SCORE_COLUMNS, way.scores)
    if wanted == "capabilities.csv":
        return _table(f"{plan_key}-{way.key}-capabilities.csv", CAPABILITY_COLUMNS, way.capabilities)
    if wanted == "return.csv":
        return _return(f"{plan_key}-{way.key}-return.csv", way.costs)
    return None


def dossier_file(name: str, frozen: Dossier, wanted: str) -> HttpResponse | None:
    """What lay on the table when it was decided; `name` says of which plan, and which of its decisions."""
    if wanted == "key-accounts.csv":
        return _table(f"{name}-key-accounts.csv", KEY_ACCOUNT_COLUMNS, frozen.concentration.key_accounts)
    if wanted == "remarks.csv":
        return _table(f"{name}-feedback.csv", REMARK_COLUMNS, frozen.remarks)
    if wanted == "scores.csv":
        return _table(f"{name}-scores.csv", SCORE_COLUMNS, frozen.scores)
    if wanted == "capabilities.csv":
        return _table(f"{name}-capabilities.csv", CAPABILITY_COLUMNS, frozen.capabilities)
    return None


def compared_file(plan_key: str, found: Comparison) -> HttpResponse:
    """One line a measure; unknown is an empty cell, `never` a break-even that does not come."""
    first, second = found.first, found.second
    money = (first.costs.currency, second.costs.currency)
    rows = ((each.measure, each.first, each.second, each.better, *money) for each in found.lines)
    return csv_response(f"{plan_key}-{first.key}-{second.key}.csv", COMPARED_COLUMNS, rows)


def _return(name: str, costs: Costs) -> HttpResponse | None:
    back = payback(costs)
    if back is None:
        return None
    rows = [(month, amount, costs.currency) for month, amount in enumerate(back.series)]
    return csv_response(name, ("month", "amount", "currency"), rows)


def _table(name: str, columns: tuple[str, ...], rows: Iterable[object]) -> HttpResponse:
    return csv_response(name, columns, fields_of(columns, rows))
