"""A5, A6: do those of an account whose transfer began to write show as moving?"""

from pathlib import Path

import pytest

from lifecycle.api import AffectedSubject, SunsetPlan, record_affected_use
from lifecycle.rules.affected import SubjectKind
from lifecycle.rules.affected_use import Counting, SubjectUse
from portability.services.push_affected import push_affected
from portability.tasks import push_evidence
from tests.cast import NOON, acme, corner_shop
from tests.portability.transfers.scenes import LATER, acme_with_talk, copied, rehearsed

pytestmark = pytest.mark.django_db


def statuses(plan: SunsetPlan) -> dict[str, str]:
    return dict(AffectedSubject.objects.filter(plan=plan).values_list("account__key", "status"))


def test_a_transfer_that_writes_moves_the_account_and_a_rehearsed_one_does_not(tmp_path: Path) -> None:
    _, plan = acme_with_talk(tmp_path / "talk")
    accounts = [acme().key, corner_shop().key]
    uses = [SubjectUse(key, SubjectKind.USER, "u1", 1, NOON, NOON) for key in accounts]
    record_affected_use(plan=plan, uses=uses, counting=Counting.NEW, now=NOON)
    rehearsed(acme(), plan, str(tmp_path / "there"))
    assert push_affected(plan_id=plan.pk, now=LATER) == 0
    copied(acme(), plan, str(tmp_path / "there"))
    push_evidence(plan_id=plan.pk, now=LATER.isoformat())
    assert statuses(plan) == {"acme": "moving", "corner-shop": "pending"}
    assert push_affected(plan_id=plan.pk, now=LATER) == push_affected(plan_id=-1, now=LATER) == 0
