"""How does something get into an assessment, change there, leave it, and come back?"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import models, transaction

from lifecycle.models import AssessmentChange, Scenario, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.assessment_entries import LASTING, Entry, Kind, check_entry, kind_of, may_write
from lifecycle.rules.cost import NO_COSTS
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.assess_recorder import CHANGED, may_change
from lifecycle.services.assess_rows import fill_row, find_row, new_row, save_row, way_for
from lifecycle.services.assess_shapes import as_json, entry_from_json, entry_of
from lifecycle.services.audit import record
from lifecycle.services.refusal import Refused


@transaction.atomic
def write_entry(
    *,
    plan: SunsetPlan,
    entry: Entry,
    actor: Actor,
    now: datetime,
    row: UUID | None = None,
    scenario: str = "",
) -> AssessmentChange | None:
    """Put in something new, or change what stands there; None when nothing differs. Raises Refused.

    `row` names what is edited; without it scores, capabilities and acknowledgements replace their namesake.
    `scenario` '' is the plan's own; of a new scenario it is the key.
    """
    kind = kind_of(entry)
    _refuse_unless(may_write(actor, kind, is_own=True) + check_entry(entry))
    _lock(plan)
    way = way_for(plan, kind, scenario, now=now)
    found = find_row(plan, way, entry, row)
    if row is not None and found is None:
        raise Refused(blocked("entry_gone", Reason.BROKEN_RULE))
    if found is not None:
        _refuse_unless(may_change(plan, kind, found.uuid, actor))
    before = as_json(kind, entry_of(kind, found)) if found is not None else None
    target = found if found is not None else new_row(plan, way, kind, uuid4(), key=scenario)
    fill_row(target, entry, plan=plan, actor=actor, now=now)
    after = as_json(kind, entry_of(kind, target))
    if before == after:
        return None
    save_row(target)
    return _on_record(plan, kind, target, way, before=before, after=after, actor=actor, now=now)


@transaction.atomic
def remove_entry(*, plan: SunsetPlan, kind: Kind, row: UUID, actor: Actor, now: datetime) -> AssessmentChange:
    """Take something out. A scenario goes with everything in it, each part on record. Raises Refused."""
    verdict = may_change(plan, kind, row, actor)
    if kind in LASTING:
        verdict += blocked("entry_stays", Reason.BROKEN_RULE)
    _refuse_unless(verdict)
    _lock(plan)
    found = find_row(plan, None, kind, row)
    if found is None:
        raise Refused(blocked("entry_gone", Reason.BROKEN_RULE))
    if isinstance(found, Scenario):
        _empty(plan, found, actor=actor, now=now)
    before = as_json(kind, entry_of(kind, found))
    way = found if isinstance(found, Scenario) else getattr(found, "scenario", None)
    change = _on_record(plan, kind, found, way, before=before, after=None, actor=actor, now=now)
    found.delete()
    return change


@transaction.atomic
def undo_change(*, plan: SunsetPlan, change: UUID, actor: Actor, now: datetime) -> AssessmentChange:
    """Put back what stood there before one edit, unless somebody edited it since. Raises Refused."""
    _lock(plan)
    done = AssessmentChange.objects.filter(plan=plan, uuid=change).first()
    if done is None:
        raise Refused(blocked("entry_gone", Reason.BROKEN_RULE))
    kind = Kind(done.kind)
    _refuse_unless(may_change(plan, kind, done.row, actor))
    found = find_row(plan, None, kind, done.row)
    now_there = as_json(kind, entry_of(kind, found)) if found is not None else None
    if now_there != done.after:
        raise Refused(blocked("entry_changed_since", Reason.BROKEN_RULE))
    if done.before is None:
        return remove_entry(plan=plan, kind=kind, row=done.row, actor=actor, now=now)
    way = way_for(plan, kind, done.scenario, now=now)
    target = found if found is not None else new_row(plan, way, kind, done.row, key=done.scenario)
    fill_row(target, entry_from_json(kind, done.before), plan=plan, actor=actor, now=now)
    save_row(target)
    return _on_record(plan, kind, target, way, before=done.after, after=done.before, actor=actor, now=now)


def _empty(plan: SunsetPlan, scenario: Scenario, *, actor: Actor, now: datetime) -> None:
    """Part by part, so that each can be put back."""
    if scenario.is_main:
        raise Refused(blocked("main_scenario_stays", Reason.BROKEN_RULE))
    for score in scenario.scores.all():
        remove_entry(plan=plan, kind=Kind.SCORE, row=score.uuid, actor=actor, now=now)
    for capability in scenario.capabilities.all():
        remove_entry(plan=plan, kind=Kind.CAPABILITY, row=capability.uuid, actor=actor, now=now)
    write_entry(plan=plan, entry=NO_COSTS, actor=actor, now=now, row=scenario.uuid, scenario=scenario.key)
    scenario.refresh_from_db()


def _on_record(
    plan: SunsetPlan,
    kind: Kind,
    target: models.Model,
    way: Scenario | None,
    *,
    before: object,
    after: object,
    actor: Actor,
    now: datetime,
) -> AssessmentChange:
    place = target if isinstance(target, Scenario) else way
    change = AssessmentChange.objects.create(
        plan=plan,
        kind=kind,
        row=target.uuid,  # type: ignore[attr-defined]  # every table of an assessment has one
        scenario=place.key if place is not None else "",
        before=before,
        after=after,
        by=actor.name,
        at=now,
    )
    act = "added" if before is None else "removed" if after is None else "changed"
    record(CHANGED, subject=change.uuid, actor=actor, at=now, plan_key=plan.key, kind=kind, act=act)
    return change


def _lock(plan: SunsetPlan) -> None:
    SunsetPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _refuse_unless(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(verdict)
