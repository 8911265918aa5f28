"""Which of two scenarios is better, side by side?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.assessment_files import compared_file
from console.views.assessment_labels import MEASURES
from console.views.assessment_way import way_name
from console.views.plan import plan_or_404
from console.views.shown import Choice, asked
from lifecycle.api import Assessment, BadInput, Comparison, assessment_of, compare_scenarios, words
from lifecycle.rules.scenarios import NEVER, Better, Line, Measure, Value, wins
from lifecycle.rules.scorecard import Readiness


@dataclass(frozen=True, slots=True)
class ShownLine:
    name: str
    first: str
    second: str
    better: str
    better_words: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    plan_key: str
    module_name: str
    first: str
    second: str
    first_choices: tuple[Choice, ...]
    second_choices: tuple[Choice, ...]
    first_wins: int
    second_wins: int
    lines: tuple[ShownLine, ...]
    has_other_money: bool
    json_url: str
    csv_url: str


@require_safe
@staff_only
def assessment_compare(request: StaffRequest, key: str) -> HttpResponse:
    plan = plan_or_404(key)
    found = assessment_of(plan)
    keys = [each.way.key for each in found.ways]
    a, b = asked(request.GET, "a") or keys[0], asked(request.GET, "b") or keys[-1]
    try:
        compared = compare_scenarios(f"{plan.key}/{a}", f"{plan.key}/{b}")
    except BadInput as error:
        raise Http404 from error
    if request.GET.get("format") == "json":
        return JsonResponse(compared.as_json())
    if request.GET.get("format") == "csv":
        return compared_file(plan.key, compared)
    page = _page(plan.key, plan.module.name, found, compared)
    return render(request, "console/assessment_compare.html", {"section": "portfolio", "page": page})


def _page(plan_key: str, module_name: str, found: Assessment, compared: Comparison) -> ComparePage:
    left, right = wins(compared.lines)
    first, second = compared.first, compared.second
    return ComparePage(
        plan_key=plan_key,
        module_name=module_name,
        first=way_name(first),
        second=way_name(second),
        first_choices=_choices(found, first.key),
        second_choices=_choices(found, second.key),
        first_wins=left,
        second_wins=right,
        lines=tuple(_line(each, compared) for each in compared.lines),
        has_other_money=first.costs.currency != second.costs.currency,
        json_url=f"?a={first.key}&b={second.key}&format=json",
        csv_url=f"?a={first.key}&b={second.key}&format=csv",
    )


def _choices(found: Assessment, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(each.way.key, way_name(each.way), each.way.key == chosen) for each in found.ways)


def _line(line: Line, compared: Comparison) -> ShownLine:
    said = {
        Better.FIRST: _("“%(name)s” is better") % {"name": way_name(compared.first)},
        Better.SECOND: _("“%(name)s” is better") % {"name": way_name(compared.second)},
        Better.ALIKE: _("alike"),
        Better.UNCLEAR: "",
    }
    return ShownLine(
        name=str(MEASURES[line.measure]),
        first=value_words(line, line.first, compared.first.costs.currency),
        second=value_words(line, line.second, compared.second.costs.currency),
        better=line.better.value,
        better_words=said[line.better],
    )


def value_words(line: Line, value: Value, currency: str) -> str:
    """In the reader's language; unknown is a word."""
    if isinstance(value, str):
        return _("never") if value == NEVER else _(Readiness(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return _amount(line, value, currency)
    return words.day(value) if isinstance(value, date) else words.number(value)


def _amount(line: Line, value: Decimal, currency: str) -> str:
    if line.is_money:
        return words.money(value, currency)
    return words.percent(float(value)) if line.measure is Measure.ROI_24 else words.number(round(value, 1))
