"""How is taken back what a transfer wrote, and nothing else?"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from lifecycle.api import Account, BadInput, SunsetPlan, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right
from portability.models import Transfer, TransferDecline, TransferObject
from portability.rules.transfer_status import OPEN, ObjectStatus, TransferStatus
from portability.services.transfers.claim import held_by_others
from portability.services.transfers.move import audit, demand, locked, move, not_before, not_now
from portability.services.transfers.ours import ours, written_elsewhere
from portability.services.transfers.places_to_go import opened_target
from portability.targets.contract import ObjectName, Target, TargetFault, TargetRefusal

S, F = TransferStatus, ObjectStatus
BATCH = 200
KEPT = "changed by somebody; left there"
ELSEWHERE = "another transfer wrote it"


def roll_back_transfer(*, transfer: Transfer, actor: Actor, now: datetime) -> int:
    """Remove what this transfer wrote and nobody changed, children first; answers how many objects were removed.

    What somebody changed stays, `differs`, and is listed; what lay there before is left alone. May be run again after
    a kill. Needs no approval. Raises Refused.
    """
    demand(actor, Right.STOP)
    with transaction.atomic():
        row = locked(transfer)
        if row.status != S.ROLLED_BACK:
            row.stopped_at = not_before(now, row.opened_at)
            move(row, S.ROLLED_BACK, actor=actor, now=now)
            pending = TransferObject.objects.filter(transfer=row, status=F.PENDING, written_at__isnull=True)
            pending.update(status=F.SUPERSEDED, reason="never sent")
    if held := held_by_others(transfer):
        raise not_now(row, f"another worker may still be writing {held} objects; roll back again in two minutes")
    unsure = TransferObject.objects.filter(transfer=row, status=F.SENDING, written_at__isnull=True)
    written_elsewhere(unsure).update(status=F.SUPERSEDED, reason=ELSEWHERE, lease_until_at=None)
    removed = 0
    try:
        with opened_target(transfer.target, transfer.account) as target:
            for batch in _batches(transfer):
                removed += sum(_remove(each, target) for each in batch)
                TransferObject.objects.bulk_update(batch, ["status", "reason", "lease_until_at"])
    except (TargetFault, TargetRefusal) as error:
        raise BadInput(f"the target {transfer.target} {error}; what is left is removed by a second rollback") from error
    if removed:
        with transaction.atomic():
            kept = TransferObject.objects.filter(transfer=row, status=F.DIFFERS).count()
            audit(row, "removed", actor=actor, now=now, objects=removed, left_there=kept)
    transfer.refresh_from_db()
    return removed


def cancel_transfer(*, transfer: Transfer, actor: Actor, now: datetime) -> Transfer:
    """Call off what was not begun. Raises Refused once something may be at the target."""
    demand(actor, Right.MOVE, Right.ATTEST)
    with transaction.atomic():
        row = locked(transfer)
        row.stopped_at = not_before(now, row.opened_at)
        move(row, S.CANCELLED, actor=actor, now=now)
    transfer.refresh_from_db()
    return transfer


def decline_transfer(*, account: Account, plan: SunsetPlan, words: str, actor: Actor, now: datetime) -> TransferDecline:
    """The account wants nothing transferred, and says so in writing: a person with the right puts it on record.

    Raises Refused, also while a transfer is open.
    """
    demand(actor, Right.CLEAR_ACCOUNT, Right.ATTEST)
    if not words.strip():
        raise BadInput("say in which words the account declined: --words")
    with transaction.atomic():
        under_way = Transfer.objects.filter(account=account, plan=plan, status__in=sorted(OPEN)).first()
        if under_way is not None:
            raise not_now(under_way, f"a transfer is {under_way.status}; cancel it or roll it back first")
        done = TransferDecline.objects.create(
            account=account, plan=plan, words=words.strip(), declined_by=actor.name, declined_at=now
        )
        record(
            "portability.transfer.declined", subject=done.uuid, actor=actor, at=now, account=account, plan_key=plan.key
        )
    return done


def _batches(transfer: Transfer) -> Iterator[list[TransferObject]]:
    """Children before parents. Each row is looked at once: those that stay would come again."""
    rows = ours(transfer).exclude(reason=KEPT)
    rows = rows.order_by("-turn", "-position", "-part")
    while batch := list(rows[:BATCH]):
        yield batch


def _remove(row: TransferObject, target: Target) -> bool:
    is_gone = target.delete(ObjectName(row.kind, row.source_id, row.part), checksum=row.checksum)
    row.lease_until_at = None
    row.status, row.reason = (F.SUPERSEDED, "removed") if is_gone else (F.DIFFERS, KEPT)
    return is_gone
