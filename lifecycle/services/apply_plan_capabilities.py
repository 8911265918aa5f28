"""Which capabilities does a plan file bring into the assessment, without undoing what people wrote there?"""

from collections.abc import Mapping
from datetime import datetime

from lifecycle.models import ModuleCapability, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import Kind
from lifecycle.rules.capabilities import Capability, Coverage
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.services.assess import remove_entry, write_entry

_PLACE = "module.capabilities."


def write_capabilities(
    document: PlanDocument, plan: SunsetPlan, *, applied_before: Mapping[str, str], actor: Actor, now: datetime
) -> None:
    """Only what the file itself says differently from the last time it was applied is written."""
    before, said = _listed(applied_before), document.module.capabilities
    for each in said:
        if before.get(each.name) != each:
            write_entry(plan=plan, entry=each, actor=actor, now=now)
    gone = set(before) - {each.name for each in said}
    rows = ModuleCapability.objects.filter(scenario__plan=plan, scenario__is_main=True, name__in=gone)
    for uuid in rows.order_by("name").values_list("uuid", flat=True):
        remove_entry(plan=plan, kind=Kind.CAPABILITY, row=uuid, actor=actor, now=now)


def _listed(applied: Mapping[str, str]) -> dict[str, Capability]:
    """The capabilities of the file as last applied, by name, from its flat values."""
    numbers = sorted({place.removeprefix(_PLACE).split(".")[0] for place in applied if place.startswith(_PLACE)})
    found = (
        Capability(
            name=applied.get(f"{_PLACE}{number}.name", ""),
            coverage=Coverage(applied[f"{_PLACE}{number}.coverage"]),
            is_essential=applied.get(f"{_PLACE}{number}.is_essential") == "yes",
            note=applied.get(f"{_PLACE}{number}.note", ""),
        )
        for number in numbers
    )
    return {each.name: each for each in found}
