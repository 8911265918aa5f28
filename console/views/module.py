"""Who still uses a module, how hard, and how sure are we?"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.api import AccountUsage, BurnDown, ModuleUsage, burn_down, left_out, usage
from console.views.access import StaffRequest, staff_only
from console.views.burn_down_chart import burn_down_chart
from console.views.module_accounts import AccountFilter, UseRow, use_row
from console.views.module_heat import HeatMap, last_use_map
from console.views.module_rows import SourceRow, figures_age, source_rows, use_figures
from console.views.modules import register_url
from console.views.shown import PAGE_SIZE, Choice, Figure, Pager, ShownAge, offset, pager
from console.views.usage_chart import Chart, usage_chart
from console.views.usage_files import usage_file
from lifecycle.api import BadInput, Module, reading, words
from lifecycle.rules.stages import ENDED, Stage


@dataclass(frozen=True, slots=True)
class ModuleHead:
    key: str
    name: str
    criticality: str
    owner: str
    plan_key: str
    plan_stage: str
    plan_stage_label: str
    register_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class AccountsPart:
    rows: tuple[UseRow, ...]
    verdicts: tuple[Choice, ...]
    tiers: tuple[Choice, ...]
    text: str
    shows_all: bool
    is_filtered: bool
    csv_url: str
    pager: Pager


@dataclass(frozen=True, slots=True)
class ModulePage:
    head: ModuleHead
    as_of: str
    age: ShownAge
    figures: tuple[Figure, ...]
    chart: Chart | None
    left: Chart | None
    heat: HeatMap | None
    sources: tuple[SourceRow, ...]
    accounts: AccountsPart


@require_safe
@staff_only
def module(request: StaffRequest, key: str) -> HttpResponseBase:
    now = timezone.now()
    try:
        found = usage(module_key=key, now=now, as_of=_day(request.GET.get("as_of", "")))
    except BadInput as error:
        raise Http404 from error
    left = burn_down(module_key=key)
    wanted = AccountFilter.read(request.GET)
    names = reading.account_names(each.account for each in found.by_account) if wanted.text else {}
    accounts = wanted.pick(found.by_account, names)
    if written := usage_file(found, accounts, left, request.GET.get("format", "")):
        return written
    part = _accounts(request, accounts, wanted)
    page = module_page(found, left, part, reading.module(key), now=now)
    return render(request, "console/module.html", {"section": "modules", "page": page})


def module_page(
    found: ModuleUsage, left: BurnDown | None, accounts: AccountsPart, known: Module | None, *, now: datetime
) -> ModulePage:
    return ModulePage(
        head=module_head(found.module, known),
        as_of=words.day(found.as_of),
        age=figures_age(found.as_of, now=now),
        figures=use_figures(found),
        chart=usage_chart(found, marks=_marks(left)) if any(day.events for day in found.daily) else None,
        left=burn_down_chart(left) if left and left.days else None,
        heat=last_use_map(found.by_account, as_of=found.as_of),
        sources=source_rows(found, left_out(as_of=found.as_of), now=now),
        accounts=accounts,
    )


def module_head(key: str, known: Module | None) -> ModuleHead:
    plans = sorted(known.plans.all(), key=lambda each: (each.stage in ENDED, -each.pk)) if known else []
    plan = plans[0] if plans else None
    return ModuleHead(
        key=key,
        name=known.name if known else key,
        criticality=_(known.get_criticality_display()) if known else _("not registered"),
        owner=(known.owner_email if known else "") or _("unknown"),
        plan_key=plan.key if plan else "",
        plan_stage=plan.stage if plan else "",
        plan_stage_label=Stage(plan.stage).label if plan else "",
        register_url="" if known else register_url(key),
        remove_url=reverse("console:remove_module", args=[key]) if known and not plan else "",
    )


def _accounts(request: StaffRequest, accounts: list[AccountUsage], wanted: AccountFilter) -> AccountsPart:
    start = offset(request.GET.get("after", ""))
    shown = accounts[start : start + PAGE_SIZE]
    names = reading.account_names(each.account for each in shown)
    following = str(start + PAGE_SIZE) if len(accounts) > start + PAGE_SIZE else ""
    kept = {name: value for name, value in request.GET.items() if name not in {"after", "format"}}
    return AccountsPart(
        rows=tuple(use_row(each, names) for each in shown),
        verdicts=wanted.verdicts(),
        tiers=wanted.tiers(),
        text=wanted.text,
        shows_all=wanted.shows_all,
        is_filtered=wanted.is_set,
        csv_url="?" + urlencode({**kept, "format": "accounts.csv"}),
        pager=pager(request.GET, shown=len(shown), next_cursor=following, total=len(accounts)),
    )


def _marks(left: BurnDown | None) -> tuple[tuple[str, str], ...]:
    return ((left.baseline.as_of.isoformat(), _("Announced")),) if left else ()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error
