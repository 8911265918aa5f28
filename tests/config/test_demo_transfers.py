"""Do the demo's accounts arrive at the replacement on their day, and on no other?"""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from config.demo.people import load_logins
from config.demo.transfers import move_content
from lifecycle.api import Account, record_evidence
from lifecycle.rules.milestones import MilestoneKind
from portability.models import Transfer, TransferDecline
from tests.cast import NOON, a_plan
from tests.portability.content import small_talk


@pytest.mark.django_db
def test_two_accounts_take_their_content_along_and_one_declines(tmp_path: Path, settings: Settings) -> None:
    settings.STATE_DIR = tmp_path
    plan, told = a_plan(), list[str]()
    for number in range(3):
        account = Account.objects.create(key=f"demo-00{number}", name=f"Demo {number}", created_at=NOON)
        small_talk(account, tmp_path / str(number))
        record_evidence(plan=plan, criterion="usage_below", subject=account, value=1, as_of=NOON, source="tests")
    load_logins()
    dates = {MilestoneKind.ANNOUNCE: NOON.date()}
    for days in (13, 14):
        move_content(plan, dates, NOON + timedelta(days=days), lambda _at, line: told.append(line))
    assert [each.partition(":")[0] for each in told] == ["demo-000", "demo-001", "demo-002"]
    assert set(Transfer.objects.values_list("account__key", "status")) == {
        ("demo-000", "completed"),
        ("demo-001", "completed"),
    }
    assert TransferDecline.objects.get().account.key == "demo-002"
    assert len(list((tmp_path / "replacement").glob("*/records/message.jsonl"))) == 2
