"""What happened since the module went off, and what does that prove?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from lifecycle import queries
from lifecycle.models import AuditEvent, Evidence, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.criteria import CRITERIA
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.observation import Alarm, LateUse, Observation, compare_figures, observe_end
from lifecycle.rules.plan_settings import as_json, from_json
from lifecycle.rules.stages import Stage
from lifecycle.services.audit import record
from lifecycle.services.evidence_once import Observed, record_all_once

SYSTEM = Actor.system("observation")
SOURCE = "observation"
WATCHED = frozenset({Stage.OFF, Stage.OBSERVING, Stage.ARCHIVED})


def observation_of(*, plan: SunsetPlan, now: datetime) -> Observation | None:
    """The watch as it stands; None before `off` and after the end of everything."""
    if plan.stage not in WATCHED:
        return None
    settings = from_json(plan.settings)
    rows = plan.stragglers.select_related("account").order_by("account__key", "subject")
    late = [LateUse(row.account.key, row.count, row.last_at, row.settled_at is not None) for row in rows]
    promised = next((each.at for each in queries.promises_of(plan) if each.kind is MilestoneKind.OBSERVATION_END), None)
    found = observe_end(
        starts_at=_began_at(plan),
        promised_end_at=promised,
        terms=settings.observation,
        late_use=late,
        is_activity_alive=_is_activity_alive(plan, now),
        now=now,
    )
    return replace(found, comparisons=compare_figures(dict(settings.baseline), dict(settings.measured)))


@transaction.atomic
def observe(*, plan_id: int, now: datetime) -> Observation | None:
    """Turn what was seen into evidence, and each new alarm into a proposal on record. Safe to run twice."""
    plan = SunsetPlan.objects.select_for_update(of=("self",)).select_related("module").get(pk=plan_id)
    found = observation_of(plan=plan, now=now)
    if found is None:
        return None
    over = found.is_over if plan.stage != Stage.OFF else False  # not before `off` itself was observed
    detail = f"until {found.ends_at:%Y-%m-%d %H:%M} UTC, {len(found.alarms)} alarms"
    calls, late = dict(found.open_by_account), "late calls that nobody settled"
    seen = [Observed("observation_over", None, over, detail)]
    for account in queries.affected_accounts(plan):
        value = calls.get(account.key, 0) if found.is_over is not None else None
        seen.append(Observed("stragglers_settled", account, value, late))
    record_all_once(plan=plan, observed=seen, now=now, source=SOURCE)
    for alarm in found.alarms:
        _propose(plan, alarm, now)
    return found


@transaction.atomic
def freeze_baseline(*, plan_id: int, figures: Mapping[str, str | None], actor: Actor, now: datetime) -> None:
    """Keep figures as they stood before the end (errors, tickets, sentiment); once frozen they stay."""
    plan = SunsetPlan.objects.select_for_update().get(pk=plan_id)
    settings = from_json(plan.settings)
    kept = {**figures, **dict(settings.baseline)}
    _keep(plan, as_json(replace(settings, baseline=tuple(sorted(kept.items())))))
    record(
        "lifecycle.baseline.frozen", subject=plan.key, actor=actor, at=now, plan_key=plan.key, figures=sorted(figures)
    )


@transaction.atomic
def measure_again(*, plan_id: int, figures: Mapping[str, str | None], actor: Actor, now: datetime) -> None:
    """The same figures after the end; the newest count."""
    plan = SunsetPlan.objects.select_for_update().get(pk=plan_id)
    settings = from_json(plan.settings)
    kept = {**dict(settings.measured), **figures}
    _keep(plan, as_json(replace(settings, measured=tuple(sorted(kept.items())))))
    record(
        "lifecycle.figures.measured", subject=plan.key, actor=actor, at=now, plan_key=plan.key, figures=sorted(figures)
    )


def _keep(plan: SunsetPlan, settings: dict[str, object]) -> None:
    plan.settings = settings
    plan.save(update_fields=["settings"])


def _began_at(plan: SunsetPlan) -> datetime:
    """When `observing` began: the act on record, else when the present stage began."""
    if plan.stage == Stage.ARCHIVED:
        acts = AuditEvent.objects.filter(plan_key=plan.key, action="lifecycle.plan.advanced")
        began = acts.filter(body__contains='"to":"observing"').order_by("-id").values_list("at", flat=True).first()
        return began or plan.stage_since_at
    return plan.stage_since_at


def _is_activity_alive(plan: SunsetPlan, now: datetime) -> bool:
    last = (
        Evidence.objects.filter(plan=plan, criterion="activity_alive", account=None).order_by("-as_of", "-id").first()
    )
    return last is not None and last.value is True and now - last.as_of <= CRITERIA["activity_alive"].fresh_for


def _propose(plan: SunsetPlan, alarm: Alarm, now: datetime) -> None:
    """Once per account; a person decides."""
    subject = f"{plan.key}/{alarm.account}"
    action = "lifecycle.rollback.proposed"
    if AuditEvent.objects.filter(plan_key=plan.key, action=action, subject=subject).exists():
        return
    record(action, subject=subject, actor=SYSTEM, at=now, plan_key=plan.key, calls=alarm.calls, limit=alarm.limit)
