"""How is an account's content written at the target, so that a kill costs nothing and writes nothing twice?"""

import time
from datetime import datetime

from django.db import transaction

from lifecycle.rules.actors import Actor
from portability.models import Transfer, TransferObject
from portability.rules.transfer_limits import limits_from
from portability.rules.transfer_proof import is_over_budget
from portability.rules.transfer_status import ObjectStatus, TransferStatus
from portability.services.transfers.beginning import begin_copying
from portability.services.transfers.claim import (
    WORK_FOR_S,
    Outcome,
    checksum_of,
    claim,
    keep,
    plan_objects,
)
from portability.services.transfers.move import locked, move
from portability.services.transfers.ours import written_elsewhere
from portability.services.transfers.places_to_go import opened_target
from portability.services.transfers.wanted import Bodies, wanted_objects
from portability.storage.content import DamagedContent
from portability.targets.contract import ObjectName, Target, TargetFault, TargetRefusal

S = TransferStatus


def copy_transfer(*, transfer: Transfer, actor: Actor, now: datetime, replace_changed: bool = False) -> Transfer:
    """Write what is not written yet; after a verification, only what failed or is not there. Raises Refused.

    `replace_changed` overwrites what somebody changed there, too; it takes the right to sign for it.
    May run twice, late, or on two machines. A target that is out of order pauses the transfer with the reason.
    """
    begin_copying(transfer, actor, now, replace_changed=replace_changed)
    transfer.refresh_from_db()  # whoever worked on it before left more than we know
    try:
        with opened_target(transfer.target, transfer.account) as target:
            _refuse_other_limits(transfer, target)
            _plan(transfer)
            _write_all(transfer, target)
    except (TargetFault, DamagedContent) as error:
        _pause(transfer, str(error), actor, now)
    else:
        _end(transfer, actor, now)
    transfer.refresh_from_db()
    return transfer


def _refuse_other_limits(transfer: Transfer, target: Target) -> None:
    if target.limits() != limits_from(transfer.limits):
        raise TargetFault("its limits are not those of the dry run; roll back and rehearse again")


def _plan(transfer: Transfer) -> None:
    """The rows, before anything is sent; a worker that dies here leaves the rest to the next."""
    if transfer.planned_at is not None or transfer.snapshot is None:
        return
    total = plan_objects(transfer, wanted_objects(transfer.snapshot, limits_from(transfer.limits)))
    Transfer.objects.filter(pk=transfer.pk).update(objects_total=total, planned_at=transfer.started_at)
    transfer.refresh_from_db()


def _write_all(transfer: Transfer, target: Target) -> None:
    if transfer.snapshot is None:
        return
    bodies, failed = Bodies(transfer.snapshot, limits_from(transfer.limits)), 0
    while batch := claim(transfer):
        outcomes, fault = _write(batch, bodies, target)
        target.settle()
        keep(outcomes)
        if fault is not None:
            raise fault
        failed += sum(each.status is ObjectStatus.FAILED for each in outcomes)
        if is_over_budget(failed, transfer.objects_total):
            raise TargetFault(f"{failed} of {transfer.objects_total} objects failed: over the budget for errors")


def _write(
    batch: list[tuple[TransferObject, bool]], bodies: Bodies, target: Target
) -> tuple[list[Outcome], TargetFault | None]:
    """One after the other, until the target is out of order or the time of the lease is half over."""
    begun, outcomes = time.monotonic(), list[Outcome]()
    fault: TargetFault | None = None
    for row, is_ambiguous in batch:
        if fault is not None or time.monotonic() - begun > WORK_FOR_S:
            outcomes.append(Outcome(row, ObjectStatus.SENDING if is_ambiguous else ObjectStatus.PENDING))
            continue
        try:
            outcomes.append(_write_one(row, bodies.of(row), target, is_ambiguous=is_ambiguous))
        except TargetFault as error:
            fault = error
            outcomes.append(Outcome(row, ObjectStatus.SENDING, reason=str(error)))
        except (TargetRefusal, DamagedContent) as error:
            outcomes.append(Outcome(row, ObjectStatus.FAILED, reason=str(error)))
    return outcomes, fault


def _write_one(row: TransferObject, body: bytes, target: Target, *, is_ambiguous: bool) -> Outcome:
    """Of what may have been written before, the target is asked: what is there is not written again."""
    name = ObjectName(row.kind, row.source_id, row.part)
    found = target.get(name) if is_ambiguous else None
    if found is not None and checksum_of(found.body) == row.checksum:
        if written_elsewhere(TransferObject.objects.filter(pk=row.pk)).exists():
            raise TargetRefusal("another transfer wrote it")
        return Outcome(row, ObjectStatus.WRITTEN, found.id)
    return Outcome(
        row, ObjectStatus.WRITTEN, target.put(name, body, key=row.idempotency_key, replaces=row.found_checksum)
    )


def _pause(transfer: Transfer, reason: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        row = locked(transfer)
        if row.status == S.COPYING:
            row.reason = reason[:1000]
            move(row, S.PAUSED, actor=actor, now=now)


def _end(transfer: Transfer, actor: Actor, now: datetime) -> None:
    """Everything has an outcome: what was written waits to be read back."""
    with transaction.atomic():
        row = locked(transfer)
        if row.status == S.COPYING and not TransferObject.objects.filter(transfer=row).unresolved().exists():
            move(row, S.VERIFYING, actor=actor, now=now, objects=row.objects_total)
