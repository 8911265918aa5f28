"""How many events a day does somebody promise of a source, so that less is known to be a fault?"""

from datetime import UTC, datetime

from django.db import transaction

from analytics.models import ActivitySource
from lifecycle.api import BadInput, Refused, record
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor


@transaction.atomic
def declare_heartbeat(*, source: str, heartbeat: int | None, actor: Actor, now: datetime) -> ActivitySource:
    """At least so many events on every day now; None: learn from the weekdays again. Raises Refused."""
    verdict = rights.may(actor, rights.Right.ATTEST)
    if not verdict:
        raise Refused(verdict)
    if heartbeat is not None and not 1 <= heartbeat <= 2_000_000_000:
        raise BadInput(f"A heartbeat is 1 to 2,000,000,000 events a day, not {heartbeat}; 0 takes it back.")
    row = ActivitySource.objects.select_for_update().filter(name=source).first()
    if row is None:
        raise BadInput(f"No source is called {source!r}: `manage.py usage feeds` lists them.")
    if heartbeat is None or heartbeat != row.heartbeat or row.promised_date is None:  # said again, it holds as before
        row.promised_date = now.astimezone(UTC).date() if heartbeat else None
    row.heartbeat = heartbeat
    row.save(update_fields=["heartbeat", "promised_date"])
    record("analytics.heartbeat.declared", subject=source, actor=actor, at=now, heartbeat=heartbeat)
    return row
