"""Who put an entry into an assessment, and may this person change it?"""

import json
from uuid import UUID

from lifecycle.models import AssessmentChange, AuditEvent, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import Kind, may_write
from lifecycle.rules.verdicts import Verdict

CHANGED = "lifecycle.assessment.changed"


def may_change(plan: SunsetPlan, kind: Kind, row: UUID, actor: Actor) -> Verdict:
    """The ledger is looked into only for those who could not change it anyhow."""
    verdict = may_write(actor, kind, is_own=False)
    return verdict or may_write(actor, kind, is_own=is_recorder(plan, row, actor))


def is_recorder(plan: SunsetPlan, row: UUID, actor: Actor) -> bool:
    """Did this very person put it there last? Names are no proof: two people may share one."""
    added = AssessmentChange.objects.filter(plan=plan, row=row, before__isnull=True).order_by("-id").first()
    if added is None:
        return False
    act = AuditEvent.objects.filter(plan_key=plan.key, action=CHANGED, subject=str(added.uuid)).first()
    said = json.loads(act.body) if act else {}
    return bool(actor.person) and said.get("actor_person") == actor.person
