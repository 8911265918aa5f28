"""How does a plan file become the live plan, and which rule refuses it?"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from lifecycle.models import Module
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor, ActorKind
from lifecycle.rules.plan_changes import Change
from lifecycle.rules.plan_file import PlanDocument
from lifecycle.rules.two_people import Allowance
from lifecycle.rules.verdicts import Verdict
from lifecycle.services.apply_plan_rows import write_rows
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.propose_plan import NO_ALLOWANCE, Proposal, propose_plan
from lifecycle.services.refusal import Refused

_SHOWN = ("dates.", "policy", "switch.kind", "is_major", "asks_fast_path", "tiers.")  # no texts, no addresses on record


@transaction.atomic
def apply_plan(
    *, document: PlanDocument, text: str, actor: Actor, now: datetime, allowance: Allowance = NO_ALLOWANCE
) -> Proposal:
    """Idempotent: the same file again changes nothing and leaves no record. Raises Refused.

    `text` is kept as the plan's document; `allowance` lets two people break a floor or bring a date forward.
    """
    _hold(document)
    proposal = propose_plan(document=document, now=now, allowance=allowance)
    verdict = proposal.verdict
    if actor.kind is ActorKind.PERSON:
        verdict = rights.may(actor, rights.Right.EDIT_PLAN) + verdict
    if not verdict:
        raise Refused(verdict)
    if proposal.plan and not proposal.changes:
        return proposal
    broken = _overrides(verdict)
    plan = write_rows(
        document=document, text=text, proposal=proposal, overrides=broken, reason=allowance.reason, actor=actor, now=now
    )
    record(
        "lifecycle.plan.applied",
        subject=plan.key,
        actor=actor,
        at=now,
        plan_key=plan.key,
        revision=plan.revision,
        changes=[_on_record(change) for change in proposal.changes],
        overrides=broken,
        reason=allowance.reason,
        backed_by=[person.person for person in allowance.backed_by],
    )
    ring("notifications.reconcile", plan_id=plan.pk)
    ring("lifecycle.drive_switches", plan_id=plan.pk)
    return replace(proposal, plan=plan)


def _hold(document: PlanDocument) -> None:
    """One writer per module, and nobody removes the one that replaces it meanwhile."""
    keys = [document.module.key, document.module.replacement_module]
    list(Module.objects.select_for_update().filter(key__in=keys).order_by("key"))  # in order: nobody waits in a circle


def _overrides(verdict: Verdict) -> tuple[str, ...]:
    broken = (each for each in verdict.cautions if each.criterion == "lead_time_overridden")
    return tuple(f"{each.fact('rule')}: {each.fact('date')} instead of {each.fact('earliest')}" for each in broken)


def _on_record(change: Change) -> list[str]:
    shown = change.place.startswith(_SHOWN)
    return [change.place, change.before, change.after] if shown else [change.place]
