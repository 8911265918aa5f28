"""How do figures, sources and accounts of a module read?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.api import AccountUsage, ModuleUsage
from analytics.rules.coverage import FeedStatus
from analytics.rules.use_verdict import UseVerdict
from console.views.plan_accounts import Pill
from console.views.shown import Figure, ShownAge, figure, shown_age
from lifecycle.api import words
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


def use_figures(found: ModuleUsage) -> tuple[Figure, ...]:
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


def source_rows(found: ModuleUsage, *, now: datetime) -> tuple[SourceRow, ...]:
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


def use_row(each: AccountUsage, names: Mapping[str, str]) -> UseRow:
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
