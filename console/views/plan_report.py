"""What came of a retirement, on a page and as files to keep?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.act import Crumb, plan_crumbs
from console.views.files import Table, fields_of, table_file
from console.views.plan import plan_or_404
from console.views.shown import Fact, asked
from lifecycle.api import closing_report_html, closing_report_json, has_report, report_of, words
from lifecycle.rules.closing_report import ClosingReport, Figure, Promise

_FILES = {"html": ("text/html; charset=utf-8", closing_report_html), "json": ("application/json", closing_report_json)}

PROMISE_COLUMNS = ("kind", "date", "revision", "kept_date", "days_late")
FIGURE_COLUMNS = ("group", "label", "value", "source")


@dataclass(frozen=True, slots=True)
class PromiseRow:
    label: str
    promised: str
    kept: str
    late: str
    tone: str
    moved: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    plan_key: str
    module_name: str
    crumbs: tuple[Crumb, ...]
    made: str
    facts: tuple[Fact, ...]
    promises: tuple[PromiseRow, ...]
    figures: tuple[Figure, ...]


@require_safe
@staff_only
def plan_report(request: StaffRequest, key: str) -> HttpResponseBase:
    """The page sums up; `?format=html` and `?format=json` are the whole report, to keep."""
    plan, now = plan_or_404(key), timezone.now()
    if not has_report(plan):
        raise Http404
    report = report_of(plan=plan, now=now)
    if request.GET.get("format", "") in _FILES:
        return _file(report, request.GET["format"])
    if written := table_file(asked(request.GET, "format"), _tables(report)):
        return written
    page = ReportPage(
        plan_key=plan.key,
        module_name=plan.module.name,
        crumbs=plan_crumbs(plan, _("Closing report")),
        made=words.instant(report.made_at),
        facts=_facts(report),
        promises=tuple(_promise(each) for each in report.promises),
        figures=report.figures,
    )
    return render(request, "console/plan_report.html", {"section": "portfolio", "page": page})


def _file(report: ClosingReport, kind: str) -> HttpResponse:
    """Handed over, never opened here: the file brings its own style, which the site's policy would refuse."""
    content_type, written = _FILES[kind]
    name = f"{report.plan}-closing-report.{kind}"
    return HttpResponse(
        written(report), content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _tables(report: ClosingReport) -> dict[str, Callable[[], Table]]:
    def table(what: str, columns: Sequence[str], rows: Sequence[object]) -> Table:
        return Table(f"{report.plan}-{what}-{report.made_at.date()}", columns, fields_of(columns, rows))

    return {
        "promises.csv": lambda: table("promises", PROMISE_COLUMNS, report.promises),
        "figures.csv": lambda: table("figures", FIGURE_COLUMNS, report.figures),
    }


def _facts(report: ClosingReport) -> tuple[Fact, ...]:
    kept = sum(each.kept_date is not None for each in report.promises)
    on_time = sum(each.days_late == 0 for each in report.promises)
    late_calls = sum(each.late_calls for each in report.accounts)
    return (
        Fact(_("Accounts concerned"), words.number(len(report.accounts))),
        Fact(_("Dates kept"), _("%(kept)s, %(on_time)s of them on the day") % {"kept": kept, "on_time": on_time}),
        Fact(_("Late calls"), words.number(late_calls)),
        Fact(_("Acts on record"), words.number(len(report.acts))),
        Fact(_("Floors broken on record"), words.number(len(report.overrides))),
    )


def _promise(promise: Promise) -> PromiseRow:
    late = promise.days_late
    tone = "unknown" if late is None else "caution" if late else "ok"
    said = (
        _("not yet")
        if late is None
        else _("on the day")
        if not late
        else _("%(days)s off") % {"days": words.days(late)}
    )
    return PromiseRow(
        label=promise.label,
        promised=words.day(promise.date),
        kept=words.day(promise.kept_date) if promise.kept_date else "",
        late=said,
        tone=tone,
        moved=words.number(promise.revision - 1),
    )
