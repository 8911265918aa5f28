"""Which objects lie at the target by a transfer's own hand, or may?"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portability.models import Transfer, TransferObject
from portability.rules.transfer_status import NOTHING_THERE, STOPPED, ObjectStatus


def ours(transfer: Transfer) -> QuerySet[TransferObject]:
    """What this transfer wrote, or may have written; what lay there before, equal or not, is somebody else's."""
    may_lie_there = Q(written_at__isnull=False) | Q(status=ObjectStatus.SENDING)
    return TransferObject.objects.filter(may_lie_there, transfer=transfer).exclude(status__in=sorted(NOTHING_THERE))


def written_elsewhere(rows: QuerySet[TransferObject]) -> QuerySet[TransferObject]:
    """Those under whose name another transfer of the account wrote at the same place, and still stands for it."""
    same = TransferObject.objects.filter(
        transfer__account=OuterRef("account"),
        transfer__target=OuterRef("transfer__target"),
        kind=OuterRef("kind"),
        source_id=OuterRef("source_id"),
        part=OuterRef("part"),
        written_at__isnull=False,
    )
    others = same.exclude(transfer=OuterRef("transfer")).exclude(transfer__status__in=sorted(STOPPED))
    return rows.filter(Exists(others))
