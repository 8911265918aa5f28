"""What must change so that the touchpoint rows match what the plan asks for?"""

from collections.abc import Iterable, Mapping
from datetime import date

from notifications.rules.planned import Changes, Existing, Planned
from notifications.rules.statuses import TouchpointStatus

_REVIVABLE = frozenset({TouchpointStatus.CANCELLED, TouchpointStatus.MISSED, TouchpointStatus.SUPERSEDED})


def compare(wanted: Iterable[Planned], existing: Iterable[Existing], *, today: date) -> Changes:
    """Create, re-date, revive, supersede, mark as missed, cancel. A told row is never touched."""
    plans = {each.key: each for each in wanted}
    rows = {each.key: each for each in existing}
    redated = [
        (row, plans[key])
        for key, row in rows.items()
        if key in plans and row.status is TouchpointStatus.PLANNED and not row.is_told and _differs(row, plans[key])
    ]
    revived = [(row, plans[key]) for key, row in rows.items() if key in plans and row.status in _REVIVABLE]
    unwanted = [row for key, row in rows.items() if key not in plans and row.status.is_open and not row.is_told]
    newest = _newest_revisions(plans.values()) if unwanted else {}
    superseded = [row for row in unwanted if _is_replaced(row, newest)]
    others = [row for row in unwanted if not _is_replaced(row, newest)]
    return Changes(
        created=tuple(plan for key, plan in plans.items() if key not in rows),
        redated=tuple(redated),
        revived=tuple(revived),
        superseded=tuple(superseded),
        missed=tuple(row for row in others if _is_late(row, today)),
        cancelled=tuple(row for row in others if not _is_late(row, today)),
    )


def _differs(row: Existing, plan: Planned) -> bool:
    return row.at != plan.at or row.late_until != plan.late_until


def _is_replaced(row: Existing, newest: Mapping[tuple[str, str], int]) -> bool:
    return row.revision < newest.get((row.account, row.step), 0)


def _newest_revisions(plans: Iterable[Planned]) -> dict[tuple[str, str], int]:
    newest: dict[tuple[str, str], int] = {}
    for plan in plans:
        key = (plan.account, plan.step)
        newest[key] = max(newest.get(key, 0), plan.revision)
    return newest


def _is_late(row: Existing, today: date) -> bool:
    return row.late_until is not None and today > row.late_until
