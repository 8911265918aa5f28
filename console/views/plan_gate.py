"""May the plan go on: which gate comes next, who approved, what can be done instead?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.views.verdicts import ShownVerdict, shown_verdict
from lifecycle.api import SunsetPlan, criterion_name, gate_verdict, moves_of, reading, words
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.criteria import CRITERIA, DEMANDS, Criterion, Source
from lifecycle.rules.gates import Fact, FactKey
from lifecycle.rules.stages import RULES, Move, Stage
from lifecycle.rules.verdicts import Reason, Verdict

_OTHER_WORDS = {
    Move.BACK: gettext_lazy("Back to “%(stage)s”"),
    Move.PAUSE: gettext_lazy("Pause"),
    Move.RESUME: gettext_lazy("Resume"),
    Move.CANCEL: gettext_lazy("Cancel the retirement"),
    Move.ROLL_BACK: gettext_lazy("Roll back"),
}
_KIND_WORDS = {
    Reason.MISSING: gettext_lazy("nothing on record"),
    Reason.BELOW: gettext_lazy("does not hold"),
    Reason.STALE: gettext_lazy("too old"),
    Reason.UNKNOWN: gettext_lazy("unknown"),
}


@dataclass(frozen=True, slots=True)
class GivenApproval:
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class OtherMove:
    word: str
    url: str
    is_danger: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    key: str
    code: str
    name: str
    tone: str
    word: str
    known: str
    clears: str
    attest_url: str


@dataclass(frozen=True, slots=True)
class NextGate:
    stage: str
    stage_label: str
    url: str
    verdict: ShownVerdict
    people: int
    approvals: tuple[GivenApproval, ...]
    may_approve: bool
    undo: str
    criteria: tuple[CriterionRow, ...]


def next_gate(plan: SunsetPlan, facts: Mapping[FactKey, Fact], *, actor: Actor, now: datetime) -> NextGate | None:
    """By the evidence on record: the step forward, or the resumption; None when the ladder has no further step."""
    forward = next_stage(plan)
    if forward is None:
        return None
    verdict = gate_verdict(plan=plan, to=forward, now=now, known=facts)
    given = reading.approvals(plan, forward)
    return NextGate(
        stage=forward.value,
        stage_label=forward.label,
        url=reverse("console:move", args=[plan.key, forward.value]),
        verdict=shown_verdict(verdict, name="gate", plan=plan),
        people=RULES[forward].people,
        approvals=tuple(GivenApproval(each.name, words.instant(each.at)) for each in given),
        may_approve=bool(RULES[forward].people and rights.may(actor, rights.Right.APPROVE)),
        undo=RULES[forward].undo,
        criteria=criteria_rows(plan, forward, verdict, facts),
    )


def next_stage(plan: SunsetPlan) -> Stage | None:
    return next((stage for stage, kind in moves_of(plan) if kind in {Move.FORWARD, Move.RESUME}), None)


def other_moves(plan: SunsetPlan) -> tuple[OtherMove, ...]:
    """Every allowed move that is not the step forward."""
    return tuple(
        OtherMove(
            str(_OTHER_WORDS[kind]) % {"stage": _(stage.label)},
            reverse("console:move", args=[plan.key, stage.value]),
            kind in {Move.CANCEL, Move.ROLL_BACK},
        )
        for stage, kind in moves_of(plan)
        if kind in _OTHER_WORDS and kind is not Move.RESUME
    )


def criteria_rows(
    plan: SunsetPlan, to: Stage, verdict: Verdict, facts: Mapping[FactKey, Fact]
) -> tuple[CriterionRow, ...]:
    """One row per criterion of the gate, in its order; per-account criteria are counted."""
    return tuple(_criterion_row(CRITERIA[key], plan, verdict, facts) for key in DEMANDS.get(to, ()))


def _criterion_row(
    criterion: Criterion, plan: SunsetPlan, verdict: Verdict, facts: Mapping[FactKey, Fact]
) -> CriterionRow:
    found = [each for each in verdict.blockers if each.criterion == criterion.key]
    waived = any(each.criterion == criterion.key for each in verdict.cautions)
    tone, word = ("ok", _("holds")) if not waived else ("caution", _("waived"))
    if found:
        tone = "unknown" if found[0].reason in {Reason.UNKNOWN, Reason.MISSING} else "blocked"
        word = str(_KIND_WORDS.get(found[0].reason, _("does not hold")))
    newest = max((fact.as_of for (key, _subject), fact in facts.items() if key == criterion.key), default=None)
    attested = criterion.source is Source.ATTESTED
    return CriterionRow(
        key=criterion.key,
        code=criterion.code,
        name=criterion_name(criterion.key),
        tone=tone,
        word=word,
        known=words.instant(newest) if newest else (_("at this moment") if not found else _("nothing on record")),
        clears=_(criterion.cleared_by),
        attest_url=reverse("console:attest", args=[plan.key, criterion.key]) if attested else "",
    )
