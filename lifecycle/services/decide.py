"""How is the decision about a module put on record?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from lifecycle import queries
from lifecycle.models import DecisionRecord, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.audit import record
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
) -> DecisionRecord:
    """Freeze reason, options and the evidence as it stands (A6). Raises Refused."""
    verdict = rights.may(actor, rights.Right.EDIT_PLAN)
    if outcome not in DecisionRecord.Outcome.values:
        verdict += blocked("outcome", Reason.BROKEN_RULE, detail=", ".join(DecisionRecord.Outcome.values))
    if outcome == DecisionRecord.Outcome.POSTPONE and until is None:
        verdict += blocked("outcome", Reason.BROKEN_RULE, detail="say until which day")
    if not rationale.strip():
        verdict += blocked("rationale", Reason.BROKEN_RULE, detail="say on which grounds")
    if not verdict:
        raise Refused(verdict)
    facts = queries.newest_facts(plan)
    decision = DecisionRecord.objects.create(
        plan=plan,
        outcome=outcome,
        rationale=rationale,
        options=list(options),
        evidence={f"{name} {subject}".strip(): fact.value for (name, subject), fact in facts.items()},
        decided_by=actor.name,
        at=now,
        until_date=until,
    )
    record("lifecycle.decision.recorded", subject=decision.pk, actor=actor, at=now, plan_key=plan.key, outcome=outcome)
    return decision
