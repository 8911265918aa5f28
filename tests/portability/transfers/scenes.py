"""Which transfers do the tests carry out?"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from lifecycle.api import Account, SunsetPlan
from lifecycle.rules.actors import Actor
from portability.api import copy_transfer, rehearse_transfer, verify_transfer
from portability.models import Transfer, TransferObject
from portability.rules.transfer_limits import LossCode
from portability.services.transfers.rehearse import Rehearsal
from tests.cast import a_plan, acme, olga
from tests.portability import content
from tests.portability.content import NOON, small_talk

LATER = NOON + timedelta(hours=1)


def staff() -> Actor:
    return olga().actor


def acme_with_talk(folder: Path) -> tuple[Account, SunsetPlan]:
    """Acme with three messages, and the plan that it concerns."""
    small_talk(acme(), folder)
    return acme(), a_plan()


def more_talk(folder: Path) -> None:
    """Acme says one thing more, an hour later."""
    content.more_talk(acme(), folder, now=LATER)


def rehearsed(account: Account, plan: SunsetPlan, target: str, accept: Iterable[LossCode] = ()) -> Rehearsal:
    return rehearse_transfer(account=account, plan=plan, target=target, accept=accept, actor=staff(), now=NOON)


def copied(account: Account, plan: SunsetPlan, target: str, accept: Iterable[LossCode] = ()) -> Transfer:
    found = rehearsed(account, plan, target, accept).transfer
    return copy_transfer(transfer=found, actor=staff(), now=LATER)


def verified(transfer: Transfer) -> Transfer:
    return verify_transfer(transfer=transfer, actor=staff(), now=LATER)


def statuses(transfer: Transfer) -> dict[str, int]:
    """How many objects stand where."""
    found: dict[str, int] = {}
    for status in TransferObject.objects.filter(transfer=transfer).values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found


def path_of(row: TransferObject, account: Account) -> str:
    """Where the stand-in keeps it."""
    return f"accounts/{account.uuid}/objects/{row.kind}/{row.source_id}/{row.part}"
