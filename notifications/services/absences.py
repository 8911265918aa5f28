"""Who is away from the desk, until when, and who stands in?"""

from datetime import date, datetime

from django.db import transaction

from lifecycle.api import BadInput, Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from notifications.models import DeskAbsence


@transaction.atomic
def note_absence(
    *, owner_email: str, first: date, last: date, backup_email: str, actor: Actor, now: datetime
) -> DeskAbsence:
    """From the first to the last day their tasks go to the backup, else to the lead. Raises Refused, BadInput."""
    verdict = may(actor, Right.SETTLE_MESSAGE)
    if not verdict:
        raise Refused(verdict)
    if last < first or owner_email.lower() == backup_email.lower():
        raise BadInput("An absence ends on or after its first day, and its backup is somebody else.")
    row, _is_new = DeskAbsence.objects.update_or_create(
        owner_email=owner_email.lower(),
        first_date=first,
        defaults={
            "last_date": last,
            "backup_email": backup_email.lower(),
            "noted_by": actor.name,
            "noted_at": now,
        },
    )
    record("notifications.absence.noted", subject=row.uuid, actor=actor, at=now, first=first, last=last)
    return row


def absences(*, since: date) -> list[DeskAbsence]:
    """Those that are not over yet."""
    return list(DeskAbsence.objects.filter(last_date__gte=since))
