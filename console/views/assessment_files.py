"""Which files hold what an assessment shows?"""

from collections.abc import Iterable

from django.http import HttpResponse

from console.views.files import csv_response
from lifecycle.api import Assessment
from lifecycle.rules.cost import payback
from lifecycle.rules.scenarios import Scenario

REMARK_COLUMNS = ("voice", "severity", "text", "about", "account", "said_by", "said_date")
SCORE_COLUMNS = ("aspect", "value", "weight", "evidence", "link", "as_of", "by")
CAPABILITY_COLUMNS = ("name", "coverage", "is_essential", "note")


def assessment_file(plan_key: str, found: Assessment, way: Scenario, wanted: str) -> HttpResponse | None:
    """The same as the page: `remarks.csv` (which can be imported again), `return.csv`, `scores.csv`, ...; else None."""
    if wanted == "remarks.csv":
        return _table(f"{plan_key}-feedback.csv", REMARK_COLUMNS, [each.remark for each in found.remarks])
    if wanted == "scores.csv":
        return _table(f"{plan_key}-{way.key}-scores.csv", SCORE_COLUMNS, way.scores)
    if wanted == "capabilities.csv":
        return _table(f"{plan_key}-{way.key}-capabilities.csv", CAPABILITY_COLUMNS, way.capabilities)
    back = payback(way.costs)
    if wanted == "return.csv" and back is not None:
        rows = [(month, amount, way.costs.currency) for month, amount in enumerate(back.series)]
        return csv_response(f"{plan_key}-{way.key}-return.csv", ("month", "amount", "currency"), rows)
    return None


def _table(name: str, columns: tuple[str, ...], rows: Iterable[object]) -> HttpResponse:
    values = ([getattr(row, column) for column in columns] for row in rows)
    return csv_response(name, columns, values)
