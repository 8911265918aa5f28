"""How do the figures of a decision, its key accounts and its bounds read?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from console.views.assessment_cost import revenue_words
from console.views.assessment_labels import FIGURES
from console.views.plan_accounts import Pill
from console.views.shown import Figure, figure
from lifecycle.api import words
from lifecycle.rules.dossier import FLOORS, Bound, Dossier
from lifecycle.rules.dossier import Figure as Bounded
from lifecycle.rules.stakes import KeyUser, Relevance

_MONEY = frozenset({Bounded.REVENUE, Bounded.ONE_OFF, Bounded.SAVING})
RELEVANCE_TONES = {
    Relevance.HIGH: "blocked",
    Relevance.MEDIUM: "caution",
    Relevance.LOW: "ok",
    Relevance.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class KeyAccountRow:
    name: str
    key: str
    pill: Pill
    share: str
    share_words: str
    revenue: str


@dataclass(frozen=True, slots=True)
class BoundRow:
    name: str
    value: str
    limit: str
    pill: Pill


def frozen_figures(dossier: Dossier) -> tuple[Figure, ...]:
    usage, stakes = dossier.usage, dossier.concentration
    return (
        figure(
            _("Users, 28 days"),
            usage.users_28 if usage else None,
            _("%(count)s in 90 days") % {"count": words.number(usage.users_90 if usage else None)},
        ),
        figure(
            _("Accounts, 28 days"),
            usage.accounts_28 if usage else None,
            _("%(share)s of all accounts may use it") % {"share": words.percent(stakes.reach)},
        ),
        Figure(
            _("Share of the three largest"),
            words.percent(stakes.top_share),
            _("%(count)s of the ten largest accounts use it") % {"count": stakes.top_users},
            is_word=stakes.top_share is None,
        ),
        Figure(
            _("Revenue at risk, a year"),
            revenue_words(stakes),
            _("unknown for %(count)s") % {"count": stakes.unpriced} if stakes.unpriced else "",
            is_word=not stakes.revenue,
        ),
    )


def key_account_row(each: KeyUser) -> KeyAccountRow:
    return KeyAccountRow(
        name=each.name or each.account,
        key=each.account,
        pill=Pill(RELEVANCE_TONES[each.relevance], _(each.relevance.label)),
        share=f"{(each.dependence or 0) * 100:.1f}",
        share_words=words.percent(each.dependence),
        revenue=words.money(each.revenue, each.currency),
    )


def bound_row(bound: Bound, stale: Mapping[Bounded, Decimal], dossier: Dossier) -> BoundRow:
    def said(value: Decimal) -> str:
        if bound.figure not in _MONEY:
            return words.number(round(value, 1))
        revenue = dossier.concentration.revenue
        currency = revenue[0][0] if bound.figure is Bounded.REVENUE and revenue else dossier.costs.currency
        return words.money(value, currency)

    side = _("at least %(limit)s") if bound.figure in FLOORS else _("at most %(limit)s")
    now_there = stale.get(bound.figure)
    pill = Pill("ok", _("kept"))
    if now_there is not None:
        pill = Pill("blocked", _("now %(value)s") % {"value": said(now_there)})
    return BoundRow(str(FIGURES[bound.figure]), said(bound.value), side % {"limit": said(bound.limit)}, pill)
