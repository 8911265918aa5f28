"""By which calendar were a plan's days counted, and how far does it reach?"""

from dataclasses import dataclass
from datetime import datetime

from lifecycle.api import SunsetPlan, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import ENDED
from notifications.models import PlanCalendar
from notifications.rules.calendar_cover import CalendarCover


@dataclass(frozen=True, slots=True)
class CalendarAlarm:
    """A running plan whose dates lie beyond a table. `gaps` are texts such as 'CN after 2026-12-31'."""

    plan_key: str
    version: str
    gaps: tuple[str, ...]


def is_kept(plan: SunsetPlan, cover: CalendarCover) -> bool:
    return _is_same(PlanCalendar.objects.filter(plan=plan).first(), cover)


def _is_same(kept: PlanCalendar | None, cover: CalendarCover) -> bool:
    known = kept and (kept.version, kept.assumed_accounts, kept.gaps)
    return known == (cover.version, cover.assumed_accounts, [str(gap) for gap in cover.gaps])


def keep_calendar(plan: SunsetPlan, cover: CalendarCover, *, actor: Actor, now: datetime) -> None:
    """Inside the reconciler's transaction; a table that changed under a plan is on record."""
    kept = PlanCalendar.objects.filter(plan=plan).first()
    if _is_same(kept, cover):
        return
    PlanCalendar.objects.update_or_create(
        plan=plan,
        defaults={
            "version": cover.version,
            "assumed_accounts": cover.assumed_accounts,
            "gaps": [str(gap) for gap in cover.gaps],
            "counted_at": now,
        },
    )
    if kept and kept.version != cover.version:
        record(
            "notifications.calendar.changed",
            subject=plan.key,
            actor=actor,
            at=now,
            plan_key=plan.key,
            previous=kept.version,
            version=cover.version,
        )


def calendar_alarms() -> tuple[CalendarAlarm, ...]:
    """In the order of the plans' keys."""
    rows = PlanCalendar.objects.exclude(gaps=[]).exclude(plan__stage__in=[stage.value for stage in ENDED])
    return tuple(
        CalendarAlarm(row.plan.key, row.version, tuple(row.gaps))
        for row in rows.select_related("plan").order_by("plan__key")
    )
