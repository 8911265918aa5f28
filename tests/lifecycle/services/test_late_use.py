"""Is late use counted once, however often it is pushed, and opened again when it goes on?"""

from datetime import timedelta

import pytest

from lifecycle.api import Straggler, record_late_use
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from tests.cast import NOON, a_plan, acme, corner_shop

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def push(plan: SunsetPlan, count: int, hours: int, subject: str = "user:7", caller: str = "web") -> Straggler:
    last_at = NOON + hours * HOUR
    return record_late_use(
        plan=plan, account=acme(), subject=subject, caller=caller, count=count, first_at=NOON, last_at=last_at
    )


def test_the_same_push_twice_adds_nothing_and_a_later_one_raises_the_total() -> None:
    plan = a_plan(stage=Stage.OBSERVING, dated=False)
    assert push(plan, 3, 1) == push(plan, 3, 1)
    later = push(plan, 5, 4)
    assert (later.count, later.last_at, Straggler.objects.count()) == (5, NOON + 4 * HOUR, 1)


def test_an_older_push_takes_nothing_back() -> None:
    plan = a_plan(stage=Stage.OBSERVING, dated=False)
    push(plan, 5, 4)
    assert (push(plan, 3, 1).count, Straggler.objects.get().last_at) == (5, NOON + 4 * HOUR)


def test_use_after_somebody_settled_it_opens_it_again_and_only_then() -> None:
    plan = a_plan(stage=Stage.OBSERVING, dated=False)
    Straggler.objects.filter(pk=push(plan, 3, 1).pk).update(settled_at=NOON + 2 * HOUR, settled_note="a script")
    assert push(plan, 3, 1).settled_note == "a script"
    assert push(plan, 4, 2).settled_at == NOON + 2 * HOUR  # more was found of before
    opened = push(plan, 5, 3)
    assert (opened.settled_at, opened.settled_note) == (None, "")


def test_subjects_callers_and_accounts_stand_apart() -> None:
    plan = a_plan(stage=Stage.OBSERVING, dated=False)
    push(plan, 1, 1)
    push(plan, 1, 1, subject="token:1")
    push(plan, 1, 1, caller="cli/1.0")
    record_late_use(
        plan=plan, account=corner_shop(), subject="user:7", caller="web", count=1, first_at=NOON, last_at=NOON
    )
    assert Straggler.objects.count() == 4
