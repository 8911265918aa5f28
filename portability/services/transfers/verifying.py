"""Is what lies at the target what was sent, object by object, and who signs for what is not?"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lifecycle.api import BadInput, Refused
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from portability.models import Transfer, TransferObject
from portability.rules.transfer_limits import limits_from
from portability.rules.transfer_proof import differences
from portability.rules.transfer_status import ObjectStatus, TransferStatus
from portability.services.transfers.claim import checksum_of
from portability.services.transfers.move import audit, demand, locked, move, not_before, not_now
from portability.services.transfers.places_to_go import opened_target
from portability.services.transfers.wanted import Bodies
from portability.storage.content import DamagedContent
from portability.targets.contract import ObjectName, Target, TargetFault, TargetRefusal

S, F = TransferStatus, ObjectStatus
READ_BACK = (F.WRITTEN, F.VERIFIED, F.DIFFERS, F.FAILED)
BATCH = 200
FIELDS = ["status", "reason", "found_checksum", "target_id"]


def verify_transfer(*, transfer: Transfer, actor: Actor, now: datetime) -> Transfer:
    """Read every object back and compare it with the source; may be repeated by anyone, and writes nothing there.

    Raises Refused while something is not written, BadInput when the target cannot be asked: what was decided before
    stands when it does not answer at all.
    """
    demand(actor, Right.MOVE, Right.ATTEST)
    _reach(transfer)
    _begin(transfer, actor, now)
    transfer.refresh_from_db()
    if transfer.snapshot is None:
        raise not_now(transfer, "nothing was transferred")
    bodies = Bodies(transfer.snapshot, limits_from(transfer.limits))
    try:
        with opened_target(transfer.target, transfer.account) as target:
            for batch in _batches(transfer):
                for row in batch:
                    _compare(row, bodies, target)
                _keep(transfer, batch)
    except (TargetFault, TargetRefusal) as error:
        raise BadInput(f"the target {transfer.target} {error}; it is open what lies there: verify again") from error
    _end(transfer, actor, now)
    transfer.refresh_from_db()
    return transfer


def sign_differences(*, transfer: Transfer, words: str, actor: Actor, now: datetime) -> Transfer:
    """A person with the right takes the differences that the last verification found upon them. Raises Refused."""
    if not (verdict := may(actor, Right.ATTEST)):
        raise Refused(verdict)
    if not words.strip():
        raise BadInput("say why the differences are accepted: --words")
    with transaction.atomic():
        row = locked(transfer)
        wrong = TransferObject.objects.filter(transfer=row).wrong().count()
        if row.status != S.VERIFYING or row.verified_at is None or not wrong:
            raise not_now(row, "there are no verified differences to sign for")
        row.signed_by, row.signed_words, row.reason = actor.name, words.strip(), ""
        row.completed_at = not_before(now, row.started_at)
        move(row, S.COMPLETED, actor=actor, now=now, differences=wrong, signed=True)
    transfer.refresh_from_db()
    return transfer


def _reach(transfer: Transfer) -> None:
    """Before anything is undone."""
    try:
        with opened_target(transfer.target, transfer.account) as target:
            target.limits()
    except (TargetFault, TargetRefusal) as error:
        raise BadInput(f"the target {transfer.target} {error}; nothing was decided, verify again") from error


def _begin(transfer: Transfer, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        row = locked(transfer)
        left = TransferObject.objects.filter(transfer=row).unresolved().count()
        if left or row.planned_at is None:
            raise not_now(row, f"{left} objects are not written yet" if left else f"the transfer is {row.status}")
        row.verified_at, row.signed_by, row.signed_words, row.completed_at = None, "", "", None
        if row.status == S.VERIFYING:
            row.save()
        else:
            move(row, S.VERIFYING, actor=actor, now=now)


def _batches(transfer: Transfer) -> Iterator[list[TransferObject]]:
    """In the order of the snapshot, so that each segment is unpacked once."""
    rows = TransferObject.objects.filter(transfer=transfer, status__in=READ_BACK)
    rows = rows.order_by("turn", "position", "part")
    after = Q()
    while batch := list(rows.filter(after)[:BATCH]):
        yield batch
        turn, position, part = batch[-1].turn, batch[-1].position, batch[-1].part
        same_turn = Q(turn=turn, position__gt=position) | Q(turn=turn, position=position, part__gt=part)
        after = Q(turn__gt=turn) | same_turn


def _keep(transfer: Transfer, batch: list[TransferObject]) -> None:
    """Unless somebody copies or rolls back meanwhile: then what was read is history."""
    with transaction.atomic():
        row = locked(transfer)
        if row.status != S.VERIFYING:
            raise not_now(row, f"the transfer is {row.status} meanwhile; verify again afterwards")
        TransferObject.objects.bulk_update(batch, FIELDS)


def _compare(row: TransferObject, bodies: Bodies, target: Target) -> None:
    """What failed and is there nevertheless, equal, counts; what lies there instead is not ours to replace."""
    found = target.get(ObjectName(row.kind, row.source_id, row.part))
    try:
        wrong = differences(bodies.of(row), found.body if found else None)
    except DamagedContent as error:
        wrong = (str(error),)
    if not wrong and found is not None:
        row.status, row.reason, row.target_id = F.VERIFIED, "", found.id
    elif row.status != F.FAILED:
        row.status, row.reason = F.DIFFERS, ", ".join(wrong)[:500]
        row.found_checksum = checksum_of(found.body) if found else ""


def _end(transfer: Transfer, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        row = locked(transfer)
        if row.status != S.VERIFYING:
            return  # rolled back meanwhile
        wrong = TransferObject.objects.filter(transfer=row).wrong().count()
        row.verified_at, row.reason = now, f"{wrong} differences" if wrong else ""
        if wrong:
            row.save()
            audit(row, "differs", actor=actor, now=now, differences=wrong)
        else:
            row.completed_at = not_before(now, row.started_at)
            equal = TransferObject.objects.filter(transfer=row, status=F.VERIFIED).count()
            move(row, S.COMPLETED, actor=actor, now=now, objects=equal)
