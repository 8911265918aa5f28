"""What does a gate hear of an account's transfer?"""

from lifecycle.api import Account, SunsetPlan
from portability.models import Transfer, TransferDecline
from portability.rules.readiness import Finding
from portability.rules.transfer_finding import TransferFacts, transfer_done
from portability.rules.transfer_status import ObjectStatus, TransferStatus
from portability.services.snapshots import latest_content
from portability.services.transfers.progress import pace_of, transfers_of


def transfer_finding(account: Account, plan: SunsetPlan) -> Finding | None:
    """What a gate is told about one account; None where a person has to sign."""
    transfer = next(iter(transfers_of(plan, account)), None)
    declined = TransferDecline.objects.filter(account=account, plan=plan).first()
    return transfer_done(_facts(transfer) if transfer else None, declined.declined_at if declined else None)


def _facts(transfer: Transfer) -> TransferFacts:
    newest, pace = latest_content(transfer.account), pace_of(transfer)
    return TransferFacts(
        status=TransferStatus(transfer.status),
        opened_at=transfer.opened_at,
        verified_at=transfer.verified_at,
        objects=pace.by_status.get(ObjectStatus.VERIFIED, 0),
        kept=pace.kept,
        differences=pace.wrong,
        signed_by=transfer.signed_by,
        is_current=newest is not None and transfer.snapshot is not None and newest.root == transfer.snapshot.root,
    )
