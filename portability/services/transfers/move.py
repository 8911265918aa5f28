"""How does a transfer go from one status to another, on record?"""

from datetime import datetime

from lifecycle.api import Refused, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may_any
from lifecycle.rules.verdicts import Reason, blocked
from portability.models import Transfer
from portability.rules.transfer_status import TransferStatus, may_move


def locked(transfer: Transfer) -> Transfer:
    """The row as it is now; nobody else changes it until the transaction ends."""
    return (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("account", "plan", "snapshot")
        .get(pk=transfer.pk)
    )


def move(transfer: Transfer, to: TransferStatus, *, actor: Actor, now: datetime, **facts: object) -> None:
    """Change the status of a locked row, save all of it, and say so. Raises Refused where no way leads there."""
    if not may_move(TransferStatus(transfer.status), to):
        raise not_now(transfer, f"from {transfer.status} no way leads to {to}")
    previous, transfer.status = transfer.status, to
    transfer.save()
    audit(transfer, str(to), actor=actor, now=now, previous=previous, **facts)


def demand(actor: Actor, *rights: Right) -> None:
    """One of these rights is enough; a program has none. Raises Refused with who could."""
    if not (verdict := may_any(actor, *rights)):
        raise Refused(verdict)


def not_before(now: datetime, earlier: datetime | None) -> datetime:
    """A clock that went back puts nothing before what led to it."""
    return max(now, earlier) if earlier else now


def audit(transfer: Transfer, what: str, *, actor: Actor, now: datetime, **facts: object) -> None:
    """Inside the act's transaction."""
    record(
        f"portability.transfer.{what}",
        subject=transfer.uuid,
        actor=actor,
        at=now,
        account=transfer.account,
        plan_key=transfer.plan.key,
        **facts,
    )


def not_now(transfer: Transfer, detail: str) -> Refused:
    """The act is out of place: 409, with what is in the way."""
    return Refused(blocked("transfer_status", Reason.BROKEN_RULE, subject=transfer.account.key, detail=detail))
