"""How is one dated promise written anew, and has anybody outside been told of it?"""

from datetime import date, datetime, time

from lifecycle.models import Milestone, MilestoneMove, SunsetPlan
from lifecycle.rules.stages import PUBLIC


def write_move(
    *, plan: SunsetPlan, milestone: Milestone, to: date, local_time: time, reason: str, now: datetime
) -> None:
    """Raise the revision. A move of a date that was announced is kept for ever."""
    old, milestone.date, milestone.local_time = milestone.date, to, local_time
    milestone.revision, milestone.moved_reason = milestone.revision + 1, reason
    milestone.save(update_fields=["date", "local_time", "revision", "moved_reason"])
    if is_public(plan):
        MilestoneMove.objects.create(
            milestone=milestone,
            old_date=old,
            new_date=to,
            revision=milestone.revision,
            reason=reason or "the plan file changed",
            at=now,
        )


def is_public(plan: SunsetPlan) -> bool:
    """Whether anybody outside has been told."""
    return bool({plan.stage, plan.paused_from} & PUBLIC)
