"""Does content arrive at a replacement by HTTP as it was, once, and is that read back (C2, C7)?"""

import json
from pathlib import Path

import pytest

from demo.replacement import Replacement
from lifecycle.api import AuditEvent, Refused
from lifecycle.rules.actors import Actor
from portability.api import copy_transfer, roll_back_transfer, sign_differences, transfers
from portability.models import TransferObject
from portability.rules.records import from_line
from portability.rules.transfer_limits import LossCode
from portability.services.snapshots import latest_content, lines_of
from portability.services.stores import content_store
from tests.cast import dora
from tests.portability.transfers.scenes import (
    LATER,
    acme_with_talk,
    copied,
    path_of,
    rehearsed,
    staff,
    statuses,
    verified,
)

SUPPORT = Actor.system("somebody")
pytestmark = pytest.mark.django_db


def test_every_record_arrives_once_reads_back_and_is_on_record(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        transfer = copied(account, plan, there.url)
        assert transfer.status == "verifying"
        assert verified(transfer).status == "completed"
        snapshot = latest_content(account)
        assert snapshot is not None
        sent = {from_line(line).hash for line in lines_of(snapshot, content_store(account))}
        assert {from_line(body).hash for body in there.objects.values()} == sent
        assert len(there.writes) == len(sent) == transfer.objects_total == snapshot.records
        assert statuses(transfer) == {"verified": len(sent)}
        kinds = [path.split("/")[3] for path, _key in there.writes]
        assert kinds == sorted(kinds, key=["org_unit", "user", "container", "membership", "message"].index)
    said = list(AuditEvent.objects.filter(action__startswith="portability.transfer").order_by("id"))
    words = ["opened", "mapped", "rehearsed", "copying", "verifying", "completed"]
    assert [each.action.rpartition(".")[2] for each in said] == words
    assert {each.plan_key for each in said} == {plan.key}


def test_a_dry_run_writes_nothing_and_a_loss_nobody_accepted_blocks(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement(limits={"text_length": 8}) as there:
        found = rehearsed(account, plan, there.url)
        assert (found.transfer.status, found.report.counts) == ("mapped", {LossCode.TEXT_LENGTH: 2})
        with pytest.raises(Refused, match="text_length"):
            copy_transfer(transfer=found.transfer, actor=staff(), now=LATER)
        assert not there.writes
        again = rehearsed(account, plan, "", [LossCode.TEXT_LENGTH])
        assert (again.transfer.pk, again.transfer.accepted_by) == (found.transfer.pk, staff().name)
        transfer = verified(copy_transfer(transfer=again.transfer, actor=staff(), now=LATER))
        assert transfer.status == "completed"
        parts = [json.loads(body) for path, body in sorted(there.objects.items()) if "/message/" in path]
        assert "".join(part["text"] for part in parts if part["id"] == parts[-1]["id"]) == "Budget draft"


def test_only_what_is_lost_is_sent_again_and_what_was_changed_only_when_told(tmp_path: Path) -> None:
    """C7: a repair overwrites nobody's change; that takes a word of its own, the right to sign, and a record."""
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        transfer = verified(copied(account, plan, there.url))
        lost, changed = TransferObject.objects.filter(transfer=transfer, kind="message")[:2]
        del there.objects[path_of(lost, account)]
        there.objects[path_of(changed, account)] = there.objects[path_of(changed, account)].replace(b"Good", b"Bad")
        assert verified(transfer).status == "verifying"
        lost.refresh_from_db()
        changed.refresh_from_db()
        assert (lost.status, lost.reason) == ("differs", "not there")
        assert (changed.status, changed.reason) == ("differs", "text")
        before = len(there.writes)
        transfer = verified(copy_transfer(transfer=transfer, actor=staff(), now=LATER))
        assert (transfer.reason, len(there.writes) - before) == ("1 differences", 1)
        with pytest.raises(Refused, match="--replace-changed"):
            copy_transfer(transfer=transfer, actor=staff(), now=LATER)
        assert b"Bad" in there.objects[path_of(changed, account)]
        with pytest.raises(Refused, match="another person"):
            copy_transfer(transfer=transfer, actor=dora().actor, now=LATER, replace_changed=True)
        transfer = copy_transfer(transfer=transfer, actor=staff(), now=LATER, replace_changed=True)
        assert (verified(transfer).status, len(there.writes) - before) == ("completed", 2)
    said = AuditEvent.objects.filter(action="portability.transfer.copying").order_by("id").last()
    assert said is not None
    assert (said.actor, json.loads(said.body)["facts"]["replaced"]) == (staff().name, 1)


def test_differences_that_stay_are_signed_for_by_a_person_with_the_right(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        there.refuses = "/membership/"
        transfer = copied(account, plan, there.url)
        assert (transfer.status, "budget" in transfer.reason) == ("paused", True)
        there.refuses = "/message/"
        transfer = copy_transfer(transfer=transfer, actor=staff(), now=LATER)
        assert transfer.status == "paused"
        assert statuses(transfer) == {"failed": 5, "written": 3}
        transfer = verified(transfer)
        assert (transfer.status, transfer.reason) == ("verifying", "5 differences")
        with pytest.raises(Refused, match="another person"):
            sign_differences(transfer=transfer, words="So be it.", actor=SUPPORT, now=LATER)
        signed = sign_differences(transfer=transfer, words="Members are made anew.", actor=staff(), now=LATER)
        assert (signed.status, signed.signed_by) == ("completed", staff().name)


def test_a_target_out_of_order_pauses_and_nothing_is_written_twice_afterwards(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        transfer = rehearsed(account, plan, there.url).transfer
        there.failing = 2  # the limits are asked for first
        assert copy_transfer(transfer=transfer, actor=staff(), now=LATER).reason == "answered 503"
        there.failing = 0
        assert copy_transfer(transfer=transfer, actor=staff(), now=LATER).status == "verifying"
        assert len({path for path, _ in there.writes}) == len(there.writes) == transfer.objects_total


def test_a_rollback_removes_what_we_wrote_and_lists_what_somebody_changed(tmp_path: Path) -> None:
    account, plan = acme_with_talk(tmp_path)
    with Replacement() as there:
        there.objects["somebody/elses"] = b"{}"
        transfer = verified(copied(account, plan, there.url))
        changed = TransferObject.objects.filter(transfer=transfer, kind="message")[0]
        there.objects[path_of(changed, account)] += b" "
        removed = roll_back_transfer(transfer=transfer, actor=staff(), now=LATER)
        assert removed == transfer.objects_total - 1
        assert set(there.objects) == {"somebody/elses", path_of(changed, account)}
        assert (transfer.status, transfers.pace_of(transfer).wrong) == ("rolled_back", 1)
        assert roll_back_transfer(transfer=transfer, actor=staff(), now=LATER) == 0
