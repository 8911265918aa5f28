"""Which outages have begun or ended, must the series halt, and which have lost their place?"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from lifecycle import queries
from lifecycle.models import Brownout, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.brownouts import Outcome, Window, does_fit, why_halt
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.services.audit import record

SYSTEM = Actor.system("brownouts")


def watch_brownouts(*, plan_id: int, now: datetime) -> None:
    """At every pass of the switch: an outage ends with its window, and the series halts when nobody sees its effect."""
    if not Brownout.objects.filter(plan_id=plan_id, outcome="").exists():
        return
    with transaction.atomic():
        plan = SunsetPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        for row in plan.brownouts.select_for_update().filter(outcome="", ends_at__lte=now).order_by("starts_at"):
            _end(plan, row, Outcome.OVER if row.opened_at else Outcome.MISSED, now)
        _call_off_misfits(plan, now)
        row_now = queries.open_brownouts(plan, now=now).first()
        if row_now:
            _open_or_halt(plan, row_now, now)


def _open_or_halt(plan: SunsetPlan, row: Brownout, now: datetime) -> None:
    alive = queries.newest_facts(plan, of=["activity_alive"]).get(("activity_alive", ""))
    value, as_of = (alive.value, alive.as_of) if alive else (None, None)
    why = why_halt(stage=Stage(plan.stage), activity=value, activity_at=as_of, now=now)
    if why:
        row.ended_early_at = now
        _end(plan, row, Outcome(why), now)
        _call_off(plan, [each.pk for each in plan.brownouts.filter(outcome="", starts_at__gt=now)], why, now)
    elif row.opened_at is None:
        row.opened_at = now
        row.save(update_fields=["opened_at"])
        _record("lifecycle.brownout.opened", plan, row, now)


def _call_off_misfits(plan: SunsetPlan, now: datetime) -> None:
    """A date or the stage moved: what was planned for other days is called off, and can be planned anew."""
    dated = {each.kind: each.at for each in queries.promises_of(plan)}
    earliest = dated.get(MilestoneKind.CLOSED_TO_NEW) or dated[MilestoneKind.ANNOUNCE]
    off, stage = dated[MilestoneKind.OFF], Stage(plan.stage)
    ahead = plan.brownouts.filter(outcome="", starts_at__gt=now)
    lost = [
        each.pk
        for each in ahead
        if not does_fit(Window(each.starts_at, each.ends_at), stage=stage, earliest_at=earliest, off_at=off)
    ]
    _call_off(plan, lost, "moved", now)


def _call_off(plan: SunsetPlan, pks: list[int], why: str, now: datetime) -> None:
    if not pks:
        return
    rows = plan.brownouts.filter(pk__in=pks)
    rows.update(outcome=Outcome.CANCELLED, revision=F("revision") + 1)
    count = len(pks)
    record(
        "lifecycle.brownouts.cancelled",
        subject=plan.key,
        actor=SYSTEM,
        at=now,
        plan_key=plan.key,
        windows=count,
        reason=why,
    )


def _end(plan: SunsetPlan, row: Brownout, outcome: Outcome, now: datetime) -> None:
    row.outcome, row.revision = outcome, row.revision + 1
    row.save(update_fields=["outcome", "ended_early_at", "revision"])
    _record(f"lifecycle.brownout.{'over' if outcome is Outcome.OVER else 'halted'}", plan, row, now)


def _record(action: str, plan: SunsetPlan, row: Brownout, now: datetime) -> None:
    subject = f"{plan.key} {row.starts_at.isoformat()}"
    record(action, subject=subject, actor=SYSTEM, at=now, plan_key=plan.key, outcome=row.outcome)
