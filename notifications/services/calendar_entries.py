"""How do a plan's dates stand in calendars, and what of it is kept?"""

from datetime import datetime

from lifecycle.api import SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import PUBLIC, Stage
from notifications.models import CalendarEntry
from notifications.rules.calendar_entries import Entry, EntryStatus, entry_now


def calendar_entries(plan: SunsetPlan, *, now: datetime) -> dict[MilestoneKind, Entry]:
    """As they stand at this moment, kept or not: every surface that reads them shows the same.

    Of a plan that is assessed anew what was kept last still stands.
    """
    is_quiet = plan.stage not in {*PUBLIC, Stage.CANCELLED}
    return {kind: known if known and is_quiet else entry for kind, (_pk, known, entry) in _entries(plan, now).items()}


def keep_entries(plan: SunsetPlan, *, now: datetime) -> int:
    """Count a change once. The plan is locked by the caller. Nothing is kept of a plan that nobody may know."""
    found = _entries(plan, now)
    is_kept = any(known for _pk, known, _entry in found.values())
    if plan.stage not in PUBLIC and not is_kept:
        return 0
    changed = [(pk, entry) for pk, known, entry in found.values() if known != entry]
    CalendarEntry.objects.bulk_create(
        (
            CalendarEntry(
                milestone_id=pk,
                day=entry.day,
                status=entry.status,
                sequence=entry.sequence,
                changed_at=entry.changed_at,
            )
            for pk, entry in changed
        ),
        update_conflicts=True,
        unique_fields=["milestone"],
        update_fields=["day", "status", "sequence", "changed_at"],
    )
    return len(changed)


def _entries(plan: SunsetPlan, now: datetime) -> dict[MilestoneKind, tuple[int, Entry | None, Entry]]:
    milestones = list(plan.milestones.all())
    kept = {
        row.milestone_id: Entry(row.day, EntryStatus(row.status), row.sequence, row.changed_at)
        for row in CalendarEntry.objects.filter(milestone__in=milestones)
    }
    stage = Stage(plan.stage)
    return {
        MilestoneKind(each.kind): (
            each.pk,
            kept.get(each.pk),
            entry_now(kept.get(each.pk), day=each.date, stage=stage, now=now),
        )
        for each in milestones
    }
