"""Which rows does a plan file become?"""

from datetime import datetime

from lifecycle.models import Account, Milestone, Module, SunsetPlan, User
from lifecycle.models.accounts import TierSource
from lifecycle.rules.actors import Actor
from lifecycle.rules.milestones import DatedPromise, MilestoneKind
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.plan_settings import as_json, from_json, settings_from
from lifecycle.rules.stages import Stage
from lifecycle.rules.verdicts import Reason, blocked, together
from lifecycle.services.apply_plan_capabilities import write_capabilities
from lifecycle.services.audit import record
from lifecycle.services.evidence import record_evidence
from lifecycle.services.move_date import write_move
from lifecycle.services.propose_plan import Proposal
from lifecycle.services.refusal import Refused
from lifecycle.services.register_module import module_of_plan
from lifecycle.services.wording import missing_languages

SOURCE = "plan file"


def write_rows(
    *,
    document: PlanDocument,
    text: str,
    proposal: Proposal,
    overrides: tuple[str, ...],
    reason: str,
    actor: Actor,
    now: datetime,
) -> SunsetPlan:
    """Module, plan, milestones, tiers set by hand, and the evidence that follows from the file itself."""
    module = _module(document, actor=actor, now=now)
    plan = proposal.plan or SunsetPlan(
        key=document.key, stage=Stage.DRAFT, stage_since_at=now, created_at=now, revision=0
    )
    kept = from_json(plan.settings)
    plan.module, plan.revision = module, plan.revision + 1
    plan.policy, plan.timezone, plan.document = document.policy, document.zone, text
    plan.reason_kind, plan.reason = document.reason_kind, document.reason
    plan.skipped = [stage.value for stage, _ in document.skipped]
    plan.helper_name, plan.helper_email = document.helper_name, document.helper_email
    plan.settings = as_json(settings_from(document, applied=dict(proposal.applied), kept=kept, overrides=overrides))
    if document.author_email:
        plan.author = User.objects.get(email__iexact=document.author_email)
    plan.save()
    _milestones(plan, proposal.promises, reason=reason, now=now)
    _tiers(document, plan, actor=actor, now=now)
    _evidence(document, plan, now)
    write_capabilities(document, plan, applied_before=dict(kept.applied), actor=actor, now=now)
    return plan


def _module(document: PlanDocument, *, actor: Actor, now: datetime) -> Module:
    said = document.module
    successor = Module.objects.filter(key=said.replacement_module).first() if said.replacement_module else None
    words = {
        "name": said.name,
        "description": said.description,
        "owner_email": said.owner_email,
        "criticality": said.criticality.value,
        "teams": list(said.teams),
        "dependants": list(said.dependants),
        "integrations": list(said.integrations),
        "replacement_name": said.replacement_name,
        "replacement_url": said.replacement_url,
        "replacement_module": successor,
    }
    return module_of_plan(key=said.key, said=words, plan_key=document.key, actor=actor, now=now)


def _milestones(plan: SunsetPlan, promises: tuple[DatedPromise, ...], *, reason: str, now: datetime) -> None:
    there = {row.kind: row for row in plan.milestones.all()}
    for each in promises:
        row = there.pop(each.kind.value, None)
        if row is None:
            Milestone.objects.create(
                plan=plan, kind=each.kind, rank=each.kind.rank, date=each.date, local_time=each.local_time
            )
        elif (row.date, row.local_time) != (each.date, each.local_time):
            write_move(plan=plan, milestone=row, to=each.date, local_time=each.local_time, reason=reason, now=now)
    _drop(list(there.values()))


def _drop(rows: list[Milestone]) -> None:
    """A date may go before anybody was told; one that was ever moved in public stays."""
    promised = [row for row in rows if row.moves.exists()]
    if promised:
        found = ((MilestoneKind(row.kind).label, row.date) for row in promised)
        raise Refused(
            together(blocked("already_promised", Reason.BROKEN_RULE, what=what, old=old) for what, old in found)
        )
    gone = Milestone.objects.filter(pk__in=[row.pk for row in rows])
    gone._raw_delete(gone.db)  # a plain delete() would touch the ledger of moves, on which nobody may delete


def _tiers(document: PlanDocument, plan: SunsetPlan, *, actor: Actor, now: datetime) -> None:
    wanted = dict(document.tiers)
    accounts = {row.key: row for row in Account.objects.select_for_update().filter(key__in=wanted).order_by("key")}
    unknown = [key for key in wanted if key not in accounts]
    if unknown:
        raise Refused(together(blocked("unknown_account", Reason.BROKEN_RULE, subject=key) for key in unknown))
    for key, account in accounts.items():
        if (account.tier, account.tier_source) == (wanted[key], TierSource.HAND):
            continue
        previous, account.tier, account.tier_source = account.tier, wanted[key], TierSource.HAND
        account.save(update_fields=["tier", "tier_source"])
        record(
            "lifecycle.tier.set",
            subject=key,
            actor=actor,
            at=now,
            account=account,
            plan_key=plan.key,
            previous=previous,
            tier=wanted[key],
        )


def _evidence(document: PlanDocument, plan: SunsetPlan, now: datetime) -> None:
    """The floors are kept, or broken on record; the wording covers every language that contacts read."""
    missing = missing_languages(plan, (language for language, _ in document.wording))
    facts = {
        "lead_time_kept": (True, ""),
        "wording_complete": (not missing, f"missing: {', '.join(missing)}" if missing else ""),
    }
    for criterion, (value, detail) in facts.items():
        record_evidence(
            plan=plan, criterion=criterion, subject=None, value=value, as_of=now, source=SOURCE, detail=detail
        )
