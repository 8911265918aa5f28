"""How do scores, capabilities, feedback, effects and what depends on the module read?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from console.views.plan_accounts import Pill
from console.views.shown import ShownAge, shown_age
from lifecycle.api import words
from lifecycle.rules.assessment_entries import Kind
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.feedback import Severity
from lifecycle.rules.scorecard import BEST, DECISIVE, PASS_MARK, Score, Total, all_nine

FRESH_FOR = timedelta(days=90)
SEVERITY_TONES = {
    Severity.CRITICAL: "blocked",
    Severity.HIGH: "caution",
    Severity.MEDIUM: "info",
    Severity.LOW: "unknown",
}
_COVERAGE_TONES = {Coverage.COVERED: "ok", Coverage.PARTLY: "caution", Coverage.LACKING: "blocked"}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    name: str
    is_decisive: bool
    pill: Pill
    share: str
    weight: str
    evidence: str
    link: str
    age: ShownAge | None
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    name: str
    pill: Pill
    is_essential: bool
    note: str
    url: str


def entry_url(plan_key: str, kind: Kind, row: UUID | None = None, **query: str) -> str:
    """Where an entry is edited, or with no row a new one is written."""
    if row is not None:
        return reverse("console:assessment_edit", args=[plan_key, kind.value, row])
    asked = {name: value for name, value in query.items() if value}
    return reverse("console:assessment_add", args=[plan_key, kind.value]) + (f"?{urlencode(asked)}" if asked else "")


def score_rows(plan_key: str, way: str, scores: Iterable[Score], *, now: datetime) -> tuple[ScoreRow, ...]:
    return tuple(_score_row(plan_key, way, each, now=now) for each in all_nine(scores))


def _score_row(plan_key: str, way: str, score: Score, *, now: datetime) -> ScoreRow:
    return ScoreRow(
        name=_(score.aspect.label),
        is_decisive=score.aspect in DECISIVE,
        pill=score_pill(score),
        share=str((score.value or 0) * 100 // BEST),
        weight=words.number(score.weight),
        evidence=score.evidence,
        link=score.link,
        age=_age(score.as_of, now) if score.as_of else None,
        by=score.by,
        url=entry_url(plan_key, Kind.SCORE, scenario=way, aspect=score.aspect.value) if plan_key else "",
    )


def score_pill(score: Score) -> Pill:
    if score.value is None:
        return Pill("unknown", _("unknown"))
    tone = "ok" if score.value >= PASS_MARK else "blocked" if score.aspect in DECISIVE else "caution"
    return Pill(tone, _("%(value)s of %(best)s") % {"value": score.value, "best": BEST})


def _age(day: date, now: datetime) -> ShownAge:
    """Evidence is of a day, not of a minute."""
    found = shown_age(datetime.combine(day, time(), tzinfo=UTC), source="", fresh_for=FRESH_FOR, now=now)
    return replace(found, at=words.day(day))


def total_words(found: Total) -> str:
    """A range while a score is unknown."""
    low, high = (words.number(each.quantize(Decimal("0.1"))) for each in (found.low, found.high))
    return low if found.is_exact else f"{low}–{high}"


def capability_rows(plan_key: str, listed: Sequence[tuple[UUID | None, Capability]]) -> tuple[CapabilityRow, ...]:
    """What is lacking first."""
    order = list(reversed(Coverage))
    return tuple(
        CapabilityRow(
            each.name,
            Pill(_COVERAGE_TONES[each.coverage], _(each.coverage.label)),
            each.is_essential,
            each.note,
            entry_url(plan_key, Kind.CAPABILITY, uuid) if uuid else "",
        )
        for uuid, each in sorted(listed, key=lambda one: (order.index(one[1].coverage), one[1].name))
    )
