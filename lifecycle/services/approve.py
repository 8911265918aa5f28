"""May this person say yes to a move, and to exactly what did they say it?"""

from datetime import datetime

from django.db import transaction

from lifecycle.models import Approval, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.audit import record
from lifecycle.services.plan_facts import plan_hash
from lifecycle.services.refusal import Refused


@transaction.atomic
def approve(*, plan_id: int, to: Stage, seen_hash: str, actor: Actor, now: datetime) -> Approval:
    """Bound to the hash of what was shown. Saying yes twice is one yes. Raises Refused."""
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("author").get(pk=plan_id)
    verdict = rights.may(actor, rights.Right.APPROVE)
    if plan.author and actor.identity == (plan.author.identity or str(plan.author.uuid)):
        verdict += blocked("author", Reason.WRONG_PERSON)
    if seen_hash != plan_hash(plan):
        verdict += blocked("plan_changed", Reason.BROKEN_RULE)
    if not verdict:
        raise Refused(verdict)
    approval, is_new = Approval.objects.get_or_create(
        plan=plan,
        to_stage=to,
        plan_hash=seen_hash,
        identity=actor.identity,
        withdrawn_at=None,
        defaults={"name": actor.name, "role": actor.role, "at": now},
    )
    if is_new:
        record(
            "lifecycle.approval.given",
            subject=approval.uuid,
            actor=actor,
            at=now,
            plan_key=plan.key,
            to=to,
            plan_hash=seen_hash,
        )
    return approval


@transaction.atomic
def withdraw_approval(*, approval_id: int, actor: Actor, now: datetime) -> Approval:
    """Take one's own yes back; it stays on record."""
    approval = Approval.objects.select_for_update().select_related("plan").get(pk=approval_id)
    if approval.identity != actor.identity:
        raise Refused(blocked("rights", Reason.WRONG_PERSON, entitled=approval.name))
    if approval.withdrawn_at is None:
        approval.withdrawn_at = now
        approval.save(update_fields=["withdrawn_at"])
        record("lifecycle.approval.withdrawn", subject=approval.uuid, actor=actor, at=now, plan_key=approval.plan.key)
    return approval
