"""What does a plan file say in the words of the rules?"""

from lifecycle.rules import plan_file as words
from lifecycle.rules.capabilities import Capability
from lifecycle.rules.fixed_days import Freeze
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.services.plan_shape import ModulePart, PlanFile, ReplacementPart, SwitchPart


def document_of(plan: PlanFile) -> words.PlanDocument:
    """The plan in the words of the rules."""
    milestones = ((kind, getattr(plan.milestones, kind.value, None)) for kind in MilestoneKind)
    return words.PlanDocument(
        key=plan.key,
        module=_module(plan.module),
        reason_kind=plan.reason.kind,
        reason=plan.reason.text,
        policy=plan.policy,
        off_date=plan.off_date,
        milestones=tuple(words.MilestoneOffset(kind, offset) for kind, offset in milestones if offset is not None),
        local_time=plan.local_time,
        zone=plan.time_zone,
        is_major=plan.major,
        asks_fast_path=plan.fast_path,
        packs_notices=plan.pack_notices,
        skipped=tuple((Stage(name), reason) for name, reason in sorted(plan.skip.items())),
        tiers=tuple(sorted(plan.tiers.items())),
        wording=tuple(sorted(plan.wording.items())),
        switch=_switch(plan.switch),
        observation=words.ObservationTerms(plan.observation.days, plan.observation.late_calls_limit),
        approvers=plan.approvers,
        author_email=plan.author or "",
        helper_name=plan.helper.name if plan.helper else "",
        helper_email=plan.helper.email if plan.helper else "",
        release_dates=plan.releases,
        freezes=tuple(Freeze(f"freeze: {each.reason}", each.first, each.last) for each in plan.freezes),
    )


def _module(module: ModulePart) -> words.ModuleText:
    replacement = module.replacement
    return words.ModuleText(
        key=module.key,
        name=module.name,
        description=module.description,
        owner_email=module.owner or "",
        criticality=module.criticality,
        teams=module.teams,
        dependants=module.dependants,
        integrations=module.integrations,
        replacement_name=replacement.name if replacement else "",
        replacement_url=replacement.url if replacement else "",
        replacement_module=(replacement.module or "") if replacement else "",
        capabilities=_capabilities(replacement),
    )


def _capabilities(part: ReplacementPart | None) -> tuple[Capability, ...]:
    listed = part.capabilities if part else ()
    return tuple(Capability(each.name, each.coverage, each.essential, each.note) for each in listed)


def _switch(part: SwitchPart | None) -> words.SwitchConfig:
    if part is None:
        return words.SwitchConfig()
    return words.SwitchConfig(words.SwitchKind(part.kind), part.url, part.secret or "", part.command or "")
