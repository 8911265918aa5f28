"""Which outages have ended, and must the series halt?"""

from datetime import datetime

from django.db import transaction

from lifecycle import queries
from lifecycle.models import Brownout, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.brownouts import Outcome, why_halt
from lifecycle.rules.stages import Stage
from lifecycle.services.audit import record

SYSTEM = Actor.system("brownouts")


def watch_brownouts(*, plan_id: int, now: datetime) -> None:
    """At every pass of the switch, so an outage ends with its window; it halts when its effect cannot be seen."""
    if not Brownout.objects.filter(plan_id=plan_id, outcome="", starts_at__lte=now).exists():
        return
    with transaction.atomic():
        plan = SunsetPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        for row in plan.brownouts.select_for_update().filter(outcome="", ends_at__lte=now).order_by("starts_at"):
            _end(plan, row, Outcome.OVER, now)
        still_open = queries.open_brownouts(plan, now=now).first()
        why = _why_halt(plan, now) if still_open else ""
        if still_open and why:
            still_open.ended_early_at = now
            _end(plan, still_open, Outcome(why), now)
            plan.brownouts.filter(outcome="", starts_at__gt=now).update(outcome=Outcome.CANCELLED)


def _why_halt(plan: SunsetPlan, now: datetime) -> str:
    alive = queries.newest_facts(plan).get(("activity_alive", ""))
    value, as_of = (alive.value, alive.as_of) if alive else (None, None)
    return why_halt(stage=Stage(plan.stage), activity=value, activity_at=as_of, now=now)


def _end(plan: SunsetPlan, row: Brownout, outcome: Outcome, now: datetime) -> None:
    row.outcome = outcome
    row.save(update_fields=["outcome", "ended_early_at"])
    action = "lifecycle.brownout.over" if outcome is Outcome.OVER else "lifecycle.brownout.halted"
    subject = f"{plan.key} {row.starts_at.isoformat()}"
    record(action, subject=subject, actor=SYSTEM, at=now, plan_key=plan.key, outcome=outcome.value)
