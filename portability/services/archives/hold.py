"""What may not be destroyed, who said so, and who may lift it?"""

from datetime import datetime

from django.db import transaction

from lifecycle.api import Account, BadInput, Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from portability.models import LegalHold


def place_hold(*, account: Account, reason: str, actor: Actor, now: datetime) -> LegalHold:
    """One person may always hold."""
    if not reason.strip():
        raise BadInput("a hold needs a reason: name the case or the duty")
    with transaction.atomic():
        hold = LegalHold.objects.create(account=account, reason=reason.strip(), placed_by=actor.name, placed_at=now)
        record("portability.hold.placed", subject=hold.uuid, actor=actor, at=now, account=account)
    return hold


def lift_hold(*, hold: LegalHold, actor: Actor, now: datetime) -> LegalHold:
    """The first person's yes is noted; the second one's lifts it. Raises Refused for the same person twice."""
    with transaction.atomic():
        locked = LegalHold.objects.select_for_update().get(pk=hold.pk)
        if locked.lifted_at is not None:
            raise Refused(blocked("hold", Reason.BROKEN_RULE, detail="the hold is lifted already"))
        if actor.identity in locked.lifted_by:
            raise Refused(blocked("two_people", Reason.WRONG_PERSON, detail="a second person must agree"))
        locked.lifted_by = [*locked.lifted_by, actor.identity]
        locked.lifted_at = now if len(locked.lifted_by) > 1 else None
        locked.save(update_fields=["lifted_by", "lifted_at"])
        what = "lifted" if locked.lifted_at else "lift_agreed"
        record(f"portability.hold.{what}", subject=locked.uuid, actor=actor, at=now, account=locked.account)
    return locked


def holds_of(account: Account) -> list[LegalHold]:
    """The holds in force."""
    return list(LegalHold.objects.filter(account=account, lifted_at__isnull=True))
