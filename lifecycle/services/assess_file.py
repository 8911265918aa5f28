"""How does an assessment file come into the assessment of a plan?"""

from datetime import datetime

from django.db import transaction
from pydantic import ValidationError

from lifecycle.models import SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import Effect
from lifecycle.rules.feedback import Remark
from lifecycle.services.assess import write_entry
from lifecycle.services.assess_reading import assessment_of
from lifecycle.services.assess_shape import AssessmentFile
from lifecycle.services.plan_source import UnreadablePlan, fault_of, tree_of


def read_assessment(data: bytes) -> AssessmentFile:
    """Raises UnreadablePlan with every fault found and its line."""
    tree = tree_of(data)
    try:
        return AssessmentFile.model_validate(tree)
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults = [fault_of(detail, tree, shape=AssessmentFile) for detail in details]
        raise UnreadablePlan(*sorted(faults, key=lambda fault: fault.line)) from error


@transaction.atomic
def write_assessment(*, plan: SunsetPlan, file: AssessmentFile, actor: Actor, now: datetime) -> int:
    """Whole or not at all; how many entries changed: the same file again changes none. Raises Refused."""
    there = _there(plan)
    changed = 0
    for key, part in file.scenarios.items():
        for entry in part.entries():
            changed += write_entry(plan=plan, entry=entry, actor=actor, now=now, scenario=key) is not None
    for entry in file.entries():
        if entry not in there:
            changed += write_entry(plan=plan, entry=entry, actor=actor, now=now) is not None
    return changed


def _there(plan: SunsetPlan) -> set[Remark | Effect]:
    """Remarks and effects have no name of their own: word for word the same is the same."""
    found = assessment_of(plan)
    return {each.remark for each in found.remarks} | {effect for _, effect in found.effects}
