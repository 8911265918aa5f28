"""What do gates, rows and other accounts know of a transfer (G10)?"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from lifecycle.api import Account, Evidence, Refused, SunsetPlan, portal_scope, record_evidence
from portability.api import copy_transfer, decline_transfer, push_evidence, roll_back_transfer
from portability.models import Transfer, TransferDecline, TransferObject
from portability.rules.transfer_limits import LossCode
from tests.cast import NOON, a_plan, acme, corner_shop
from tests.portability.transfers.scenes import (
    LATER,
    acme_with_talk,
    copied,
    more_talk,
    rehearsed,
    staff,
    verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path: Path) -> SunsetPlan:
    _, found = acme_with_talk(tmp_path / "talk")
    for account in (acme(), corner_shop()):
        record_evidence(plan=found, criterion="usage_below", subject=account, value=3, as_of=NOON, source="tests")
    return found


def heard(plan: SunsetPlan, account: Account) -> tuple[object, str] | None:
    push_evidence(plan_id=plan.pk, now=LATER)
    fact = Evidence.objects.filter(plan=plan, criterion="transfer_done", account=account).order_by("id").last()
    return (fact.value, fact.detail) if fact else None


def test_a_gate_hears_of_accounts_with_a_transfer_alone(plan: SunsetPlan, tmp_path: Path) -> None:
    assert heard(plan, acme()) is None
    transfer = copied(acme(), plan, str(tmp_path / "there"))
    assert heard(plan, acme()) == (False, "the transfer is verifying")
    verified(transfer)
    assert heard(plan, acme()) == (True, "8 objects read back on 2027-03-01, all equal")
    assert heard(plan, corner_shop()) is None
    more_talk(tmp_path / "more")
    assert heard(plan, acme()) == (False, "content came in after it was transferred")


def test_a_decline_in_writing_is_an_answer_and_waits_for_the_end_of_a_transfer(
    plan: SunsetPlan, tmp_path: Path
) -> None:
    decline_transfer(account=corner_shop(), plan=plan, words="We need none.", actor=staff(), now=NOON)
    assert heard(plan, corner_shop()) == (True, "declined in writing on 2027-03-01")
    transfer = copied(acme(), plan, str(tmp_path / "there"))
    with pytest.raises(Refused, match="roll it back"):
        decline_transfer(account=acme(), plan=plan, words="Stop.", actor=staff(), now=LATER)
    roll_back_transfer(transfer=transfer, actor=staff(), now=LATER)
    assert heard(plan, acme()) == (False, "the transfer is rolled back")
    decline_transfer(account=acme(), plan=plan, words="Stop.", actor=staff(), now=LATER)
    assert heard(plan, acme()) == (True, "declined in writing on 2027-03-01")


def test_content_that_came_in_since_the_dry_run_is_rehearsed_first(plan: SunsetPlan, tmp_path: Path) -> None:
    found = rehearsed(acme(), plan, str(tmp_path / "there"), [LossCode.EDITS]).transfer
    more_talk(tmp_path / "more")
    with pytest.raises(Refused, match="run it again"):
        copy_transfer(transfer=found, actor=staff(), now=LATER)
    again = rehearsed(acme(), plan, "").transfer
    assert (again.pk, again.accepted, again.objects_total) == (found.pk, ["edits"], 9)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("transfer_status_known", {"status": "moving"}),
        ("transfer_one_open", {}),
        ("transfer_has_target", {"status": "cancelled", "stopped_at": NOON, "target": ""}),
        ("transfer_dates_in_order", {"rehearsed_at": NOON - timedelta(days=1)}),
        ("transfer_dates_in_order", {"started_at": NOON}),
        ("transfer_completed_is_verified", {"status": "completed"}),
        ("transfer_stopped_when", {"status": "rolled_back"}),
    ],
)
def test_the_database_refuses_a_transfer_that_cannot_be(constraint: str, wrong: dict[str, object]) -> None:
    usual = {"account": acme(), "plan": a_plan(), "target": "file:///x", "opened_by": "tests", "opened_at": NOON}
    if constraint == "transfer_one_open":
        Transfer.objects.create(**usual)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Transfer.objects.create(**{**usual, **wrong})


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("transfer_object_once", {"idempotency_key": "other"}),
        ("idempotency_key", {"part": 1}),
        ("transfer_object_status_known", {"status": "lost", "part": 1}),
        ("transfer_object_written_is_named", {"status": "written", "part": 1}),
        ("transfer_object_sending_is_leased", {"status": "sending", "part": 1}),
        ("transfer_object_has_key", {"idempotency_key": "", "part": 1}),
        ("position", {"position": -1, "part": 1}),
    ],
)
def test_the_database_refuses_an_object_that_cannot_be(constraint: str, wrong: dict[str, object]) -> None:
    transfer = Transfer.objects.create(account=acme(), plan=a_plan(), target="file:///x", opened_at=NOON)
    usual = {"account": acme(), "transfer": transfer, "kind": "user", "source_id": "1", "turn": 3, "position": 0}
    usual |= {"status": "pending", "idempotency_key": "one"}
    TransferObject.objects.create(**usual)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TransferObject.objects.create(**{**usual, **wrong})


def test_a_customer_sees_how_far_its_own_transfer_is_and_nobody_elses(plan: SunsetPlan, tmp_path: Path) -> None:
    copied(acme(), plan, str(tmp_path / "there"))
    with portal_scope(acme()):
        assert Transfer.objects.get().account == acme()
        assert TransferObject.objects.count() == 8
    with portal_scope(corner_shop()):
        assert not Transfer.objects.exists()
        assert not TransferObject.objects.exists()
        assert not TransferDecline.objects.exists()
