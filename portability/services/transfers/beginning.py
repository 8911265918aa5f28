"""May a transfer be copied now, and what of it is due?"""

from datetime import datetime

from django.db import transaction

from lifecycle.api import Refused
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right
from portability.models import Transfer, TransferObject
from portability.rules.transfer_limits import LossCode, report_from, unaccepted
from portability.rules.transfer_status import TransferStatus
from portability.services.snapshots import latest_content
from portability.services.transfers.claim import ask_again
from portability.services.transfers.move import demand, locked, move, not_before, not_now

S = TransferStatus
REPAIRABLE = frozenset({S.VERIFYING, S.PAUSED, S.FAILED})


def begin_copying(transfer: Transfer, actor: Actor, now: datetime, *, replace_changed: bool) -> None:
    """Go to `copying`, for the first time or to repair what failed or is not there. Raises Refused.

    To overwrite what somebody changed at the target takes `replace_changed`, and the right to sign for it.
    """
    demand(actor, Right.MOVE, Right.ATTEST)
    if replace_changed:
        demand(actor, Right.ATTEST)
    with transaction.atomic():
        row = locked(transfer)
        status = S(row.status)
        if status is S.COPYING:
            return  # a worker died, or another one is at it: both are well
        if status in {S.MAPPED, S.REHEARSED}:
            _refuse_unready(row)
            row.started_at = not_before(now, row.rehearsed_at)
            move(row, S.COPYING, actor=actor, now=now)
        elif status in REPAIRABLE:
            row.reason, row.verified_at = "", None
            goes_on = TransferObject.objects.filter(transfer=row).unresolved().exists()
            again, replaced = (0, 0) if goes_on else _repair(row, replace_changed=replace_changed)
            move(row, S.COPYING, actor=actor, now=now, again=again, replaced=replaced)
        else:
            raise not_now(row, f"the transfer is {status}")


def _repair(row: Transfer, *, replace_changed: bool) -> tuple[int, int]:
    """How many objects are due again, and how many of them replace what somebody changed."""
    again, changed = ask_again(row, replace_changed=replace_changed)
    if changed and not again:
        raise not_now(
            row, f"{changed} objects were changed at the target: sign for them, or `transfer copy --replace-changed`"
        )
    return again, changed if replace_changed else 0


def _refuse_unready(row: Transfer) -> None:
    """What the dry run found must be accepted, and still be what is there."""
    verdict = unaccepted(
        report_from(row.losses), frozenset(LossCode(each) for each in row.accepted), account=row.account.key
    )
    if not verdict:
        raise Refused(verdict)
    newest = latest_content(row.account)
    if newest is None or row.snapshot is None or newest.root != row.snapshot.root:
        raise not_now(row, "content came in since the dry run; run it again")
