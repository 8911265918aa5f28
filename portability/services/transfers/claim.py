"""Which objects may be written now, by whom, and what came of it?"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from portability.models import Transfer, TransferObject
from portability.rules.transfer_parts import key_of, turn_of
from portability.rules.transfer_status import WRONG, ObjectStatus, TransferStatus
from portability.services.transfers.wanted import Wanted

LEASE_FOR = timedelta(seconds=120)
WORK_FOR_S = 60.0  # after that a batch is left to the next one: a lease is never outlived
BATCH = 100
ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an object. `sending` says that nobody knows: the next worker asks the target first."""

    row: TransferObject
    status: ObjectStatus
    target_id: str = ""
    reason: str = ""


def plan_objects(transfer: Transfer, wanted: Iterable[Wanted]) -> int:
    """Write the rows of a transfer with their idempotency keys; those that are there stay. Answers how many."""
    rows: list[TransferObject] = []
    for each in wanted:
        rows += _rows(transfer, each)
        if len(rows) >= ROWS:
            TransferObject.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    TransferObject.objects.bulk_create(rows, ignore_conflicts=True)
    return TransferObject.objects.filter(transfer=transfer).count()


def ask_again(transfer: Transfer, *, replace_changed: bool) -> tuple[int, int]:
    """What failed or is not there is due again, as another writing with a key of its own; answers how many.

    What somebody changed there is due only with `replace_changed`, and counted second; else it is left, and counted
    so, and nothing that came there meanwhile is overwritten.
    """
    wrong = TransferObject.objects.select_for_update().filter(transfer=transfer, status__in=sorted(WRONG))
    rows = list(wrong)
    changed = {row.pk for row in rows if row.status == ObjectStatus.DIFFERS and row.found_checksum}
    due = rows if replace_changed else [row for row in rows if row.pk not in changed]
    for row in due:
        row.round += 1
        row.found_checksum = row.found_checksum if replace_changed else ""
        row.status, row.tries, row.reason = ObjectStatus.PENDING, 0, ""
        row.idempotency_key = key_of(str(transfer.uuid), row.kind, row.source_id, row.part, row.round)
    fields = ["round", "status", "tries", "reason", "idempotency_key", "found_checksum"]
    TransferObject.objects.bulk_update(due, fields, batch_size=ROWS)
    return len(due), len(changed)


def claim(transfer: Transfer) -> list[tuple[TransferObject, bool]]:
    """Take the next objects, with whether it is ambiguous that they were written before (database clock).

    Nothing of a later turn is given while an earlier one is not written; nothing at all once the transfer stopped.
    """
    with transaction.atomic():
        locked = Transfer.objects.select_for_update().get(pk=transfer.pk)
        if locked.status != TransferStatus.COPYING:
            return []
        open_ones = TransferObject.objects.filter(transfer=transfer).unresolved()
        turn = open_ones.order_by("turn").values_list("turn", flat=True).first()
        if turn is None:
            return []
        free = Q(status=ObjectStatus.PENDING) | Q(status=ObjectStatus.SENDING, lease_until_at__lt=Now())
        rows = list(open_ones.filter(free, turn=turn).order_by("position", "part").select_for_update()[:BATCH])
        TransferObject.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=ObjectStatus.SENDING, fence=F("fence") + 1, tries=F("tries") + 1, lease_until_at=Now() + LEASE_FOR
        )
        taken = [(row, row.status == ObjectStatus.SENDING) for row in rows]
        for row in rows:
            row.fence += 1
        return taken


def keep(outcomes: Iterable[Outcome]) -> None:
    """Put outcomes on record, where the lease is still ours."""
    found = {each.row.pk: each for each in outcomes}
    with transaction.atomic():
        rows = list(TransferObject.objects.select_for_update().filter(pk__in=found, status=ObjectStatus.SENDING))
        ours = [row for row in rows if row.fence == found[row.pk].row.fence]
        for row in ours:
            outcome = found[row.pk]
            row.status, row.reason = outcome.status, outcome.reason[:500]
            row.target_id = outcome.target_id or row.target_id
        fields = ["status", "reason", "target_id"]
        TransferObject.objects.bulk_update(ours, fields, batch_size=ROWS)
        mine = TransferObject.objects.filter(pk__in=[row.pk for row in ours])
        mine.filter(status=ObjectStatus.WRITTEN).update(lease_until_at=None, written_at=Now())
        mine.filter(status=ObjectStatus.SENDING).update(lease_until_at=Now())
        mine.exclude(status__in=[ObjectStatus.WRITTEN, ObjectStatus.SENDING]).update(lease_until_at=None)


def held_by_others(transfer: Transfer) -> int:
    """Objects that somebody may be writing at this moment."""
    rows = TransferObject.objects.filter(transfer=transfer, status=ObjectStatus.SENDING)
    return rows.filter(lease_until_at__gte=Now()).count()


def _rows(transfer: Transfer, each: Wanted) -> list[TransferObject]:
    checksums = each.checksums or ("",)
    return [
        TransferObject(
            account_id=transfer.account_id,
            transfer=transfer,
            kind=each.kind,
            source_id=each.id,
            part=part,
            turn=turn_of(each.kind),
            position=each.position,
            status=ObjectStatus.PENDING if checksum else ObjectStatus.SKIPPED,
            reason=each.why_not[:500],
            checksum=checksum,
            idempotency_key=key_of(str(transfer.uuid), each.kind, each.id, part, 0),
        )
        for part, checksum in enumerate(checksums)
    ]


def checksum_of(body: bytes) -> str:
    """What stands in the rows: sha256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()
