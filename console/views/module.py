"""Who still uses a module, how hard, and how sure are we?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import ModuleUsage, usage
from console.views.access import StaffRequest, staff_only
from console.views.module_rows import SourceRow, UseRow, source_rows, use_figures, use_row
from console.views.shown import PAGE_SIZE, Figure, Pager, offset, pager
from console.views.usage_chart import Chart, usage_chart
from console.views.usage_files import usage_file
from lifecycle.api import BadInput, Module, reading, words
from lifecycle.rules.stages import ENDED, Stage


@dataclass(frozen=True, slots=True)
class ModulePage:
    key: str
    name: str
    description: str
    criticality: str
    owner: str
    plan_key: str
    plan_stage: str
    plan_stage_label: str
    as_of: str
    figures: tuple[Figure, ...]
    chart: Chart | None
    sources: tuple[SourceRow, ...]
    accounts: tuple[UseRow, ...]
    shows_all: bool
    pager: Pager


@require_safe
@staff_only
def module(request: StaffRequest, key: str) -> HttpResponse:
    now = timezone.now()
    try:
        found = usage(module_key=key, now=now, as_of=_day(request.GET.get("as_of", "")))
    except BadInput as error:
        raise Http404 from error
    if written := usage_file(found, request.GET.get("format", "")):
        return written
    page = module_page(request, found, reading.module(key), now=now)
    return render(request, "console/module.html", {"section": "modules", "page": page})


def module_page(request: StaffRequest, found: ModuleUsage, known: Module | None, *, now: datetime) -> ModulePage:
    """Accounts that never used it are left out unless asked for."""
    shows_all = request.GET.get("all", "") == "1"
    accounts = [each for each in found.by_account if shows_all or each.was_ever_used]
    start = offset(request.GET.get("after", ""))
    shown = accounts[start : start + PAGE_SIZE]
    names = reading.account_names(each.account for each in shown)
    following = str(start + PAGE_SIZE) if len(accounts) > start + PAGE_SIZE else ""
    plans = sorted(known.plans.all(), key=lambda each: (each.stage in ENDED, -each.pk)) if known else []
    plan = plans[0] if plans else None
    return ModulePage(
        key=found.module,
        name=known.name if known else found.module,
        description=known.description if known else "",
        criticality=_(known.get_criticality_display()) if known else _("not registered"),
        owner=(known.owner_email if known else "") or _("unknown"),
        plan_key=plan.key if plan else "",
        plan_stage=plan.stage if plan else "",
        plan_stage_label=Stage(plan.stage).label if plan else "",
        as_of=words.day(found.as_of),
        figures=use_figures(found),
        chart=usage_chart(found) if any(day.events for day in found.daily) else None,
        sources=source_rows(found, now=now),
        accounts=tuple(use_row(each, names) for each in shown),
        shows_all=shows_all,
        pager=pager(request.GET, shown=len(shown), next_cursor=following, total=len(accounts)),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error
