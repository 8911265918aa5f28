"""What retires when?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.files import by_parts, csv_response
from console.views.plan_about import not_in_revenue
from console.views.portfolio_axis import Axis, portfolio_axis
from console.views.shown import PAGE_SIZE, Choice, Pager, asked, pager
from lifecycle.api import SunsetPlan, reading, words
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.stages import Stage

PART = 200
COLUMNS = (
    *("plan", "module", "owner", "stage", "stage_since_at", "next_promise", "next_date", "switch_off_date"),
    *("accounts", "key_accounts", "revenue", "currency"),
)


@dataclass(frozen=True, slots=True)
class PlanRow:
    key: str
    url: str
    module_name: str
    owner: str
    stage: str
    stage_label: str
    stage_since: str
    next_label: str
    next_when: str
    off_when: str
    accounts: str
    key_accounts: str
    revenue: str
    not_in_revenue: str


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    rows: tuple[PlanRow, ...]
    stages: tuple[Choice, ...]
    shows_ended: bool
    is_filtered: bool
    filter_words: str
    axis: Axis | None
    pager: Pager


@require_safe
@staff_only
def portfolio(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    stage, ended = asked(request.GET, "stage"), request.GET.get("ended", "") == "1"
    if request.GET.get("format") == "csv":
        return csv_response(f"portfolio-{now.date()}.csv", COLUMNS, _lines(stage, is_ended=ended, now=now))
    found = reading.plans(stage=stage, ended=ended, after=asked(request.GET, "after"), limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    concerned = reading.affected(shown)
    page = PortfolioPage(
        rows=tuple(plan_row(plan, concerned.get(plan.pk), now=now) for plan in shown),
        stages=tuple(Choice(each.value, each.label, each.value == stage) for each in Stage),
        shows_ended=ended,
        is_filtered=bool(stage or ended),
        filter_words=_("Stage: %(stage)s") % {"stage": _(Stage(stage).label)} if stage in set(Stage) else "",
        axis=portfolio_axis(shown, today=timezone.localdate(now)),
        pager=pager(
            request.GET, shown=len(shown), next_cursor=shown[-1].key if len(found) > PAGE_SIZE else "", table="csv"
        ),
    )
    return render(request, "console/portfolio.html", {"section": "portfolio", "page": page})


def _lines(stage: str, *, is_ended: bool, now: datetime) -> Iterator[tuple[object, ...]]:
    """Every plan that the filter lets through, with figures instead of words."""

    def read(last: SunsetPlan | None) -> list[SunsetPlan]:
        return reading.plans(stage=stage, ended=is_ended, after=last.key if last else "", limit=PART)

    for part in by_parts(read):
        concerned = reading.affected(part)
        for plan in part:
            coming, off = _coming(plan, now), _end(plan)
            who = concerned.get(plan.pk)
            figures = (who.accounts, who.key_accounts, who.revenue, who.currency) if who else (None,) * 4
            named = (plan.key, plan.module.key, plan.module.owner_email, plan.stage, plan.stage_since_at)
            yield (*named, coming and coming.kind, coming and coming.date, off and off.date, *figures)


def _coming(plan: SunsetPlan, now: datetime) -> DatedPromise | None:
    return next((each for each in reading.promises(plan) if each.at > now), None)


def _end(plan: SunsetPlan) -> DatedPromise | None:
    return next((each for each in reading.promises(plan) if each.kind is MilestoneKind.OFF), None)


def plan_row(plan: SunsetPlan, affected: reading.Affected | None, *, now: datetime) -> PlanRow:
    coming, off = _coming(plan, now), _end(plan)
    keys = affected.key_accounts if affected else 0
    return PlanRow(
        key=plan.key,
        url=reverse("console:plan", args=[plan.key]),
        module_name=plan.module.name,
        owner=plan.module.owner_email,
        stage=plan.stage,
        stage_label=Stage(plan.stage).label,
        stage_since=since(plan.stage_since_at, now=now),
        next_label=coming.kind.label if coming else "",
        next_when=words.weekday(coming.date) if coming else "",
        off_when=words.day(off.date) if off else _("no date yet"),
        accounts=words.number(affected.accounts) if affected else _("unknown"),
        key_accounts=ngettext("%(count)s key account", "%(count)s key accounts", keys) % {"count": keys}
        if keys
        else "",
        revenue=words.money(affected.revenue, affected.currency) if affected else _("unknown"),
        not_in_revenue=not_in_revenue(affected),
    )


def since(at: datetime, *, now: datetime) -> str:
    return _("for %(span)s") % {"span": words.span(now - at)}
