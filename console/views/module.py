"""Who still uses a module, how hard, and how sure are we?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from analytics.api import AccountUsage, ModuleUsage, usage
from analytics.rules.coverage import FeedStatus
from analytics.rules.use_verdict import UseVerdict
from console.views.access import StaffRequest, staff_only
from console.views.plan_accounts import Pill
from console.views.shown import PAGE_SIZE, Figure, Pager, ShownAge, figure, offset, pager, shown_age
from console.views.usage_chart import Chart, usage_chart
from console.views.usage_files import usage_file
from lifecycle.api import BadInput, Module, reading, words
from lifecycle.rules.stages import ENDED, Stage
from lifecycle.rules.tiers import Tier

FRESH_FOR = timedelta(hours=48)
_VERDICTS = {
    UseVerdict.ACTIVE: ("blocked", gettext_lazy("active")),
    UseVerdict.FADING: ("caution", gettext_lazy("fading")),
    UseVerdict.RARE: ("caution", gettext_lazy("rare")),
    UseVerdict.UNUSED: ("ok", gettext_lazy("unused")),
    UseVerdict.UNKNOWN: ("unknown", gettext_lazy("unknown")),
}
_FEEDS = {
    FeedStatus.OK: ("ok", gettext_lazy("complete")),
    FeedStatus.LATE: ("caution", gettext_lazy("late")),
    FeedStatus.THIN: ("caution", gettext_lazy("thin")),
    FeedStatus.MISSING: ("blocked", gettext_lazy("missing")),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    name: str
    pill: Pill
    received: str
    expected: str
    age: ShownAge


@dataclass(frozen=True, slots=True)
class UseRow:
    account: str
    name: str
    tier: str
    tier_label: str
    pill: Pill
    why: str
    users: str
    events: str
    share: str
    share_words: str
    last: str
    last_user: str
    revenue: str


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
        figures=_figures(found),
        chart=usage_chart(found) if any(day.events for day in found.daily) else None,
        sources=_sources(found, now=now),
        accounts=tuple(_row(each, names) for each in shown),
        shows_all=shows_all,
        pager=pager(request.GET, shown=len(shown), next_cursor=following, total=len(accounts)),
    )


def _figures(found: ModuleUsage) -> tuple[Figure, ...]:
    risk = found.revenue_at_risk
    top = found.concentration.top10_share
    return (
        figure(_("Users, 28 days"), found.users[28], _in_90_days(found.users[90])),
        figure(
            _("Accounts, 28 days"),
            found.accounts[28],
            _in_90_days(found.accounts[90]),
        ),
        Figure(
            _("Share of the ten largest"),
            words.percent(top) if top is not None else _("unknown"),
            _("of all events in 90 days"),
            is_word=top is None,
        ),
        Figure(
            _("Revenue at risk"),
            words.money(risk.amount, risk.currency or ""),
            _("weighted by dependence: %(amount)s") % {"amount": words.money(risk.weighted, risk.currency or "")},
            is_word=risk.amount is None,
        ),
    )


def _in_90_days(count: int | None) -> str:
    return _("%(count)s in 90 days") % {"count": words.number(count)}


def _sources(found: ModuleUsage, *, now: datetime) -> tuple[SourceRow, ...]:
    rows = []
    for each in found.feeds.sources:
        tone, word = _FEEDS[each.coverage.status]
        rows.append(
            SourceRow(
                name=each.source,
                pill=Pill(tone, str(word)),
                received=words.number(each.coverage.received),
                expected=words.number(round(each.coverage.expected)) if each.coverage.expected else _("not known yet"),
                age=shown_age(each.last_at, source="", fresh_for=FRESH_FOR, now=now),
            )
        )
    return tuple(rows)


def _row(each: AccountUsage, names: Mapping[str, str]) -> UseRow:
    tone, word = _VERDICTS[each.verdict]
    return UseRow(
        account=each.account,
        name=names.get(each.account, ""),
        tier=each.tier or "",
        tier_label=Tier(each.tier).label if each.tier else "",
        pill=Pill(tone, str(word)),
        why=each.why,
        users=words.number(each.users_28),
        events=words.number(each.events_90),
        share=f"{(each.dependence or 0) * 100:.1f}",
        share_words=words.percent(each.dependence),
        last=words.day(each.last_at.date()) if each.last_at else _("never"),
        last_user=each.last_user or "",
        revenue=words.money(each.revenue, each.currency),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error
