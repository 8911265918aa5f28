"""What does a gate hear of an account's transfer?"""

from collections.abc import Sequence

from lifecycle.api import Account, SunsetPlan
from portability.models import Snapshot, Transfer, TransferDecline
from portability.rules.readiness import Finding
from portability.rules.transfer_finding import TransferFacts, transfer_done
from portability.rules.transfer_status import ObjectStatus, TransferStatus
from portability.services.transfers.progress import Pace, paces_of

_CONTENT = Snapshot.Purpose.CONTENT


def transfer_finding(account: Account, plan: SunsetPlan) -> Finding | None:
    """What a gate is told about one account; None where a person has to sign."""
    return transfer_findings([account], plan).get(account.pk)


def transfer_findings(accounts: Sequence[Account], plan: SunsetPlan) -> dict[int, Finding]:
    """By account id, where there is a transfer or an answer; as many queries for many accounts as for one."""
    rows = Transfer.objects.filter(plan=plan, account__in=accounts).select_related("snapshot")
    transfers = list(rows.order_by("account_id", "-id").distinct("account_id"))
    contents = Snapshot.objects.filter(account__in=[each.account_id for each in transfers], purpose=_CONTENT)
    newest = contents.order_by("account_id", "-number").distinct("account_id").values_list("account_id", "root")
    roots, paces = dict(newest), paces_of(transfers)
    facts = {each.account_id: _facts(each, paces[each.pk], roots.get(each.account_id)) for each in transfers}
    declines = TransferDecline.objects.filter(account__in=accounts, plan=plan).order_by("-id")
    declined = dict(declines.values_list("account_id", "declined_at"))
    found = {pk: transfer_done(facts.get(pk), declined.get(pk)) for pk in (each.pk for each in accounts)}
    return {pk: finding for pk, finding in found.items() if finding is not None}


def _facts(transfer: Transfer, pace: Pace, root: str | None) -> TransferFacts:
    return TransferFacts(
        status=TransferStatus(transfer.status),
        opened_at=transfer.opened_at,
        verified_at=transfer.verified_at,
        objects=pace.by_status.get(ObjectStatus.VERIFIED, 0),
        kept=pace.kept,
        differences=pace.wrong,
        signed_by=transfer.signed_by,
        is_current=root is not None and transfer.snapshot is not None and root == transfer.snapshot.root,
    )
