"""May a plan move to another stage now, and if so, what does moving it do?"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from lifecycle import queries
from lifecycle.models import Account, SunsetPlan
from lifecycle.rules import gates, rights, stages
from lifecycle.rules.actors import Actor
from lifecycle.rules.milestones import STAGE_MILESTONE
from lifecycle.rules.risk_taken import with_risks
from lifecycle.rules.stages import Move, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from lifecycle.services.assess_risk import risks_in_force
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.plan_facts import facts_for, plan_hash
from lifecycle.services.refusal import Refused

Facts = Mapping[gates.FactKey, gates.Fact]
NOTHING: Facts = {}


@transaction.atomic
def advance(*, plan_id: int, to: Stage, actor: Actor, now: datetime, reason: str = "") -> SunsetPlan:
    """Check and act in one transaction with the plan locked; an earlier green is never trusted. Raises Refused."""
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("author", "module").get(pk=plan_id)
    kind, facts = move_kind_of(plan, to), NOTHING
    verdict = _place_verdict(plan, to) if kind is None else rights.may_move_to(actor, to, kind)
    if verdict and kind is Move.FORWARD:
        facts = facts_for(plan, to, now=now)
        verdict += _judged(plan, to, facts, now)
    if verdict and kind in {Move.PAUSE, Move.CANCEL, Move.ROLL_BACK, Move.BACK} and not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    if not verdict or kind is None:
        raise Refused(verdict)
    return _move(plan, to, kind, verdict, facts, actor=actor, now=now, reason=reason)


def _move(
    plan: SunsetPlan,
    to: Stage,
    kind: Move,
    verdict: Verdict,
    facts: Facts,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> SunsetPlan:
    previous = Stage(plan.stage)
    seen = plan_hash(plan)
    plan.paused_from = previous if kind is Move.PAUSE else ""
    plan.stage, plan.stage_since_at = to, now
    plan.save(update_fields=["stage", "paused_from", "stage_since_at"])
    record(
        "lifecycle.plan.advanced",
        subject=plan.key,
        actor=actor,
        at=now,
        plan_key=plan.key,
        previous=previous,
        to=to,
        kind=kind,
        reason=reason,
        plan_hash=seen,
        cautions=[f"{each.criterion} {each.subject}".strip() for each in verdict.cautions],
        evidence=_frozen(facts),
    )
    ring("notifications.reconcile", plan_id=plan.pk)
    ring("lifecycle.drive_switches", plan_id=plan.pk)
    return plan


def gate_verdict(*, plan: SunsetPlan, to: Stage, now: datetime, known: Facts | None = None) -> Verdict:
    """May the plan enter that stage now? The same answer for page, API, command and `advance`. `known` is the evidence
    on record, for who has just read it; `advance` reads its own.
    """
    return _judged(plan, to, facts_for(plan, to, now=now, known=known), now)


def move_verdict(*, plan: SunsetPlan, to: Stage, now: datetime) -> Verdict:
    """What stands in the way of that move, whoever makes it: also that the table does not know it."""
    kind = move_kind_of(plan, to)
    if kind is None:
        return _place_verdict(plan, to)
    return gate_verdict(plan=plan, to=to, now=now) if kind is Move.FORWARD else Verdict()


def _judged(plan: SunsetPlan, to: Stage, facts: Facts, now: datetime) -> Verdict:
    verdict = gates.may_enter(to, facts=facts, subjects=queries.subjects_of(plan, now=now), now=now)
    if verdict.blockers:
        verdict = with_risks(verdict, risks_in_force(plan, now=now))
    return _not_before(plan, to, now) + _nobody_on_leave(plan, to, now) + verdict


def move_kind_of(plan: SunsetPlan, to: Stage) -> Move | None:
    position = plan.position
    return stages.move_kind(position.stage, to, skipped=position.skipped, paused_from=position.paused_from)


def moves_of(plan: SunsetPlan) -> tuple[tuple[Stage, Move], ...]:
    """Every stage that the table allows next, with the kind of the move."""
    found = ((stage, move_kind_of(plan, stage)) for stage in Stage)
    return tuple((stage, kind) for stage, kind in found if kind is not None)


def _place_verdict(plan: SunsetPlan, to: Stage) -> Verdict:
    allowed = ", ".join(stage.label for stage, _ in moves_of(plan)) or "—"
    return blocked("move", Reason.WRONG_STAGE, stage=Stage(plan.stage).label, to=to.label, allowed=allowed)


def _not_before(plan: SunsetPlan, to: Stage, now: datetime) -> Verdict:
    kind = STAGE_MILESTONE.get(to)
    due = next((each for each in queries.promises_of(plan) if each.kind is kind), None)
    if due is None or due.at <= now:
        return Verdict()
    return blocked("too_early", Reason.TOO_EARLY, what=due.kind.label, due=due.date.isoformat())


def _nobody_on_leave(plan: SunsetPlan, to: Stage, now: datetime) -> Verdict:
    """Leave to go on using may outlive the switch-off of the others, never the source of the data."""
    if to is not Stage.CLOSED:
        return Verdict()
    leave = queries.access_leave_of(plan, now=now)
    accounts = Account.objects.filter(pk__in=leave).order_by("key")
    return together(
        blocked("access_leave", Reason.TOO_EARLY, subject=each.key, ends=leave[each.pk].date()) for each in accounts
    )


def _frozen(facts: Facts) -> list[list[str]]:
    """The very evidence that the decision was taken on."""
    return [
        [criterion, subject, str(fact.value), fact.as_of.isoformat(), fact.source]
        for (criterion, subject), fact in sorted(facts.items())
    ]
