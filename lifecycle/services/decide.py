"""How is the decision about a module put on record?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from lifecycle import queries
from lifecycle.models import DecisionRecord, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.criteria import Value
from lifecycle.rules.dossier import DEFAULT_TOLERANCE
from lifecycle.rules.stakes import UsageFigures
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.assess_reading import dependants_of
from lifecycle.services.audit import record
from lifecycle.services.decide_dossier import dossier_for, keep
from lifecycle.services.refusal import Refused


@transaction.atomic
def decide(
    *,
    plan: SunsetPlan,
    outcome: str,
    rationale: str,
    options: Sequence[str],
    actor: Actor,
    now: datetime,
    until: date | None = None,
    usage: UsageFigures | None = None,
    risks: Sequence[str] = (),
    tolerance: Decimal = DEFAULT_TOLERANCE,
) -> DecisionRecord:
    """Freeze reason, figures, options and the evidence as it stands (A6). Raises Refused.

    `options` are lines such as "keep: too costly"; `usage` comes from analytics, which stands above us. The decision
    turns stale when a figure moves by more than `tolerance`, a share.
    """
    verdict = _verdict(plan, outcome, rationale, until=until, tolerance=tolerance, actor=actor)
    if not verdict:
        raise Refused(verdict)
    decision = DecisionRecord.objects.create(
        plan=plan,
        outcome=outcome,
        rationale=rationale,
        options=list(options),
        evidence=_evidence(plan),
        decided_by=actor.name,
        at=now,
        until_date=until,
    )
    dossier = dossier_for(plan, usage=usage, options=options, risks=risks, tolerance=tolerance, now=now)
    digest = keep(decision, dossier).sha256
    act, subject = "lifecycle.decision.recorded", decision.pk
    record(act, subject=subject, actor=actor, at=now, plan_key=plan.key, outcome=outcome, dossier=digest)
    return decision


def _evidence(plan: SunsetPlan) -> dict[str, Value]:
    """Every newest fact by its criterion and account."""
    return {f"{name} {subject}".strip(): fact.value for (name, subject), fact in queries.newest_facts(plan).items()}


def _verdict(
    plan: SunsetPlan, outcome: str, rationale: str, *, until: date | None, tolerance: Decimal, actor: Actor
) -> Verdict:
    verdict = rights.may(actor, rights.Right.EDIT_PLAN)
    if outcome not in DecisionRecord.Outcome.values:
        verdict += blocked("outcome", Reason.BROKEN_RULE, detail=", ".join(DecisionRecord.Outcome.values))
    if outcome == DecisionRecord.Outcome.POSTPONE and until is None:
        verdict += blocked("outcome", Reason.BROKEN_RULE, detail="say until which day")
    if not rationale.strip():
        verdict += blocked("rationale", Reason.BROKEN_RULE, detail="say on which grounds")
    if not 0 <= tolerance <= 1:
        verdict += blocked("tolerance", Reason.BROKEN_RULE, detail="a share from 0 to 1")
    unanswered = [each.name for each in dependants_of(plan) if not each.by]
    if outcome == DecisionRecord.Outcome.RETIRE and unanswered:
        verdict += blocked("dependants_unanswered", Reason.BROKEN_RULE, detail=", ".join(unanswered))
    return verdict
