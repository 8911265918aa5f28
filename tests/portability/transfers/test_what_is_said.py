"""Are the figures of a transfer those that were read back, and is nothing undone that was not looked at?"""

from pathlib import Path

import pytest

from demo.replacement import Replacement
from lifecycle.api import BadInput, Refused
from lifecycle.rules.actors import Actor
from portability.api import (
    cancel_transfer,
    copy_transfer,
    decline_transfer,
    roll_back_transfer,
    transfer_lines,
    transfers,
    verify_transfer,
)
from portability.rules.transfer_limits import LossCode
from portability.services.transfers.standing import transfer_finding
from tests.cast import corner_shop, dora
from tests.portability.transfers.scenes import LATER, acme_with_talk, copied, rehearsed, verified

PROGRAM = Actor.system("somebody")
KINDS = ["org_unit", "user", "container", "membership"]
pytestmark = pytest.mark.django_db


def test_what_stays_in_the_archive_is_not_counted_as_written(tmp_path: Path) -> None:
    """C6: three messages that the target does not take."""
    account, plan = acme_with_talk(tmp_path)
    with Replacement(limits={"kinds": KINDS}) as there:
        transfer = verified(copied(account, plan, there.url, [LossCode.KIND]))
    sent = len(there.objects)
    pace = transfers.pace_of(transfer)
    assert (pace.written, pace.to_write, pace.kept, pace.percent) == (sent, sent, 8 - sent, 100)
    found = transfer_finding(account, plan)
    assert found is not None
    assert found.detail == f"{sent} objects read back on 2027-03-01, all equal, {pace.kept} stay in the archive"
    assert f"{sent} of {sent} objects, {pace.kept} stay in the archive" in transfer_lines(transfer)[0]


def test_what_failed_is_not_counted_as_written(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement(refuses="/message/") as there:
        pace = transfers.pace_of(copied(account, plan, there.url))
    assert (pace.written, pace.to_write, pace.wrong) == (5, 8, 3)
    assert pace.percent == 62


def test_a_target_that_does_not_answer_undoes_no_verification(tmp_path: Path) -> None:
    """C7: nothing was read, so nothing was decided; broken off in the middle, it is open, and said so."""
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        transfer = verified(copied(account, plan, there.url))
        there.failing = 1
        with pytest.raises(BadInput, match="nothing was decided"):
            verified(transfer)
        transfer.refresh_from_db()
        assert (transfer.status, transfer.verified_at) == ("completed", LATER)
    with pytest.raises(BadInput, match="nothing was decided"):
        verified(transfer)
    found = transfer_finding(account, plan)
    assert found is not None
    assert found.value is True


def test_no_program_writes_verifies_or_declines_and_no_success_manager_writes(tmp_path: Path) -> None:
    """G10 opens by a person's word alone, and by whom is on record."""
    account, plan = acme_with_talk(tmp_path / "talk")
    shop, csm = corner_shop(), dora().actor
    called_off = rehearsed(account, plan, str(tmp_path / "there")).transfer
    for actor in (PROGRAM, csm):
        for act in (copy_transfer, verify_transfer, cancel_transfer):
            with pytest.raises(Refused, match="another person"):
                act(transfer=called_off, actor=actor, now=LATER)
    with pytest.raises(Refused, match="another person"):
        decline_transfer(account=shop, plan=plan, words="No.", actor=PROGRAM, now=LATER)
    assert decline_transfer(account=shop, plan=plan, words="No.", actor=csm, now=LATER).declined_by == "Dora"
    transfer = copied(account, plan, "")
    with pytest.raises(Refused, match="another person"):
        roll_back_transfer(transfer=transfer, actor=PROGRAM, now=LATER)
    assert roll_back_transfer(transfer=transfer, actor=csm, now=LATER) == 8
