"""How does a decision read, with what was frozen and what has moved since?"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from console.forms.decision import DecisionForm
from console.views.assessment_bounds import (
    RELEVANCE_TONES,
    BoundRow,
    KeyAccountRow,
    bound_row,
    frozen_figures,
    key_account_row,
)
from console.views.assessment_cost import ShownCosts, shown_costs
from console.views.assessment_labels import CHOICES, COVERAGE_WORDS
from console.views.assessment_rows import CapabilityRow, ScoreRow, capability_rows, score_rows, total_words
from console.views.assessment_voices import EffectRow, RemarkRow, effect_rows, remark_row
from console.views.plan_accounts import Pill
from console.views.shown import Fact, Figure
from lifecycle.api import DecisionRecord, SunsetPlan, dossier_of, stale_because, words
from lifecycle.rules.dossier import Dossier
from lifecycle.rules.dossier import Figure as Bounded
from lifecycle.rules.scorecard import total
from lifecycle.rules.stakes import UsageFigures

_OUTCOMES = dict(DecisionForm.OUTCOMES)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    url: str
    outcome: str
    who: str
    pill: Pill


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """`dossier` parts are empty for decisions taken before dossiers were kept."""

    plan_key: str
    module_name: str
    number: int
    outcome: str
    who: str
    until: str
    rationale: str
    pill: Pill
    has_dossier: bool
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    relevance: Pill | None = None
    key_accounts: tuple[KeyAccountRow, ...] = ()
    considered: tuple[tuple[str, str], ...] = ()
    risks: tuple[str, ...] = ()
    dependants: tuple[tuple[str, str], ...] = ()
    remarks: tuple[RemarkRow, ...] = ()
    effects: tuple[EffectRow, ...] = ()
    costs: ShownCosts | None = None
    total: str = ""
    scores: tuple[ScoreRow, ...] = ()
    capabilities: tuple[CapabilityRow, ...] = ()
    bounds: tuple[BoundRow, ...] = ()


def decision_lines(plan: SunsetPlan) -> tuple[DecisionLine, ...]:
    """Newest first; only the newest may stand, and only the newest can go stale."""
    rows = list(plan.decisions.order_by("at", "id"))
    newest = len(rows)
    lines = tuple(
        DecisionLine(
            reverse("console:decision_record", args=[plan.key, number]),
            str(_OUTCOMES[each.outcome]),
            f"{each.decided_by}, {words.instant(each.at)}",
            _pill(is_newest=number == newest, is_stale=number == newest and bool(stale_because(plan, each))),
        )
        for number, each in enumerate(rows, 1)
    )
    return lines[::-1]


def decision_page(
    plan: SunsetPlan, decision: DecisionRecord, number: int, *, is_newest: bool, now: datetime
) -> DecisionPage:
    dossier = dossier_of(decision)
    stale = {each.figure: each.value for each in stale_because(plan, decision)} if is_newest else {}
    head = {
        "plan_key": plan.key,
        "module_name": plan.module.name,
        "number": number,
        "outcome": str(_OUTCOMES[decision.outcome]),
        "who": f"{decision.decided_by}, {words.instant(decision.at)}",
        "until": words.day(decision.until_date) if decision.until_date else "",
        "rationale": decision.rationale,
        "pill": _pill(is_newest=is_newest, is_stale=bool(stale)),
        "has_dossier": dossier is not None,
    }
    rest = _frozen(dossier, stale, now) if dossier else {}
    return DecisionPage(**head, **rest)  # type: ignore[arg-type]  # two halves of one record


def _pill(*, is_newest: bool, is_stale: bool) -> Pill:
    if not is_newest:
        return Pill("unknown", _("superseded"))
    return Pill("blocked", _("stale: facts moved beyond its bounds")) if is_stale else Pill("ok", _("stands"))


def _frozen(dossier: Dossier, stale: dict[Bounded, Decimal], now: datetime) -> dict[str, object]:
    stakes = dossier.concentration
    return {
        "facts": (
            Fact(_("Frozen"), words.instant(dossier.frozen_at)),
            Fact(_("Reason"), dossier.reason),
            Fact(_("Replacement"), dossier.replacement or _("none named")),
            Fact(_("Switched off on"), words.day(dossier.off_date)),
            *_usage_facts(dossier.usage),
        ),
        "figures": frozen_figures(dossier),
        "relevance": Pill(RELEVANCE_TONES[stakes.relevance], _(stakes.relevance.label)),
        "key_accounts": tuple(key_account_row(each) for each in stakes.key_accounts),
        "considered": tuple((_(CHOICES.get(each.option, each.option)), each.note) for each in dossier.considered),
        "risks": dossier.risks,
        "dependants": dossier.dependants,
        "remarks": tuple(remark_row(each) for each in dossier.remarks),
        "effects": effect_rows("", [(None, each) for each in dossier.effects]),
        "costs": shown_costs(dossier.costs, stakes),
        "total": total_words(total(dossier.scores)),
        "scores": score_rows("", "", dossier.scores, now=dossier.frozen_at),
        "capabilities": capability_rows("", [(None, each) for each in dossier.capabilities]),
        "bounds": tuple(bound_row(each, stale, dossier) for each in dossier.bounds),
    }


def _usage_facts(usage: UsageFigures | None) -> tuple[Fact, ...]:
    if usage is None:
        return (Fact(_("Usage"), _("no activity names this module: unknown")),)
    return (
        Fact(_("Usage up to"), words.day(usage.as_of)),
        Fact(_("Coverage of the sources"), str(COVERAGE_WORDS.get(usage.coverage, usage.coverage))),
        Fact(_("Snapshot of the figures"), usage.snapshot or _("none")),
    )
