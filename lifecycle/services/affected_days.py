"""How many of those affected were left on which day?"""

from datetime import UTC, date, datetime

from lifecycle.models import AffectedDay, SunsetPlan
from lifecycle.rules.affected import AffectedStatus
from lifecycle.rules.affected_list import Tally
from lifecycle.services.affected import tally


def note_affected_day(plan: SunsetPlan, *, now: datetime) -> AffectedDay | None:
    """Today's row of the burn-down, as it stands now; none before there is anybody."""
    found = tally(plan, now=now)
    if not found.total:
        return None
    counts = {status.value: found.of(status) for status in AffectedStatus}
    row, _is_new = AffectedDay.objects.update_or_create(
        plan=plan, date=now.astimezone(UTC).date(), defaults={**counts, "noted_at": now}
    )
    return row


def affected_days(plan: SunsetPlan, *, since: date | None = None) -> list[tuple[date, Tally]]:
    """The oldest first. A day on which nobody looked has no row."""
    rows = AffectedDay.objects.filter(plan=plan, **({"date__gte": since} if since else {}))
    return [(row.date, Tally({each: getattr(row, each.value) for each in AffectedStatus})) for row in rows]
