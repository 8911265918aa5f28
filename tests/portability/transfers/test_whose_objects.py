"""Does a transfer take back what it wrote, all of it, and nothing that somebody else wrote?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from demo.replacement import Replacement
from portability.api import copy_transfer, roll_back_transfer
from portability.models import Transfer, TransferObject
from tests.cast import a_plan
from tests.portability.transfers.scenes import LATER, acme_with_talk, copied, rehearsed, staff, statuses, verified

pytestmark = pytest.mark.django_db


@contextmanager
def a_place(kind: str, folder: Path) -> Iterator[str]:
    if kind == "folder":
        yield str(folder / "there")
    else:
        with Replacement() as there:
            yield there.url


def copied_to_the_end(transfer: Transfer) -> Transfer:
    """Each turn of refusals is over the budget for errors and pauses; somebody goes on all the same."""
    while TransferObject.objects.filter(transfer=transfer).unresolved().exists():
        copy_transfer(transfer=transfer, actor=staff(), now=LATER)
    return transfer


@pytest.mark.parametrize("kind", ["folder", "http"])
def test_a_rollback_leaves_what_another_plan_of_the_account_wrote(kind: str, tmp_path: Path) -> None:
    """C7: both plans have the same replacement; what reads back equal is not therefore ours."""
    account, plan = acme_with_talk(tmp_path / "talk")
    with a_place(kind, tmp_path) as address:
        first = verified(copied(account, plan, address))
        second = copied_to_the_end(copied(account, a_plan(module="boards"), address))
        assert statuses(second) == {"failed": 8}
        assert verified(second).status == "completed"
        assert roll_back_transfer(transfer=second, actor=staff(), now=LATER) == 0
        assert verified(first).status == "completed"


def test_what_was_perhaps_sent_is_not_taken_from_who_wrote_it(tmp_path: Path) -> None:
    """A worker died before or after it sent; another transfer is on record as the writer."""
    account, plan = acme_with_talk(tmp_path / "talk")
    address = str(tmp_path / "there")
    first = verified(copied(account, plan, address))
    second = copied_to_the_end(copied(account, a_plan(module="boards"), address))
    past = Now() - timedelta(seconds=1)
    TransferObject.objects.filter(transfer=second).update(status="sending", lease_until_at=past)
    assert statuses(copied_to_the_end(second)) == {"failed": 8}
    TransferObject.objects.filter(transfer=second).update(status="sending", lease_until_at=past)
    assert roll_back_transfer(transfer=second, actor=staff(), now=LATER) == 0
    assert statuses(second) == {"superseded": 8}
    assert verified(first).status == "completed"


def test_a_rollback_amid_a_repair_takes_everything_back(tmp_path: Path) -> None:
    """What waits to be written again, or failed the second time, was written once."""
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        transfer = verified(copied(account, plan, there.url))
        for row, status in zip(TransferObject.objects.filter(transfer=transfer), ("pending", "failed"), strict=False):
            TransferObject.objects.filter(pk=row.pk).update(status=status)
        assert roll_back_transfer(transfer=transfer, actor=staff(), now=LATER) == 8
        assert not there.objects


def test_what_was_never_sent_is_not_looked_for(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        transfer = rehearsed(account, plan, there.url).transfer
        there.failing = 1
        copy_transfer(transfer=transfer, actor=staff(), now=LATER)
        assert roll_back_transfer(transfer=transfer, actor=staff(), now=LATER) == 0
