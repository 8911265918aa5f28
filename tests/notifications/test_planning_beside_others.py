"""Planning waits for nobody where it need not, and whoever pauses a plan does not wait for planning (P1)."""

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from lifecycle.models import SunsetPlan
from notifications.api import reconcile
from notifications.models import PlanCalendar, Touchpoint
from notifications.rules.planned import Tally
from notifications.services import plan_lock
from notifications.tasks import reconcile_plan, reconcile_plans_taken_back
from tests.cast import corner_shop, neighbour
from tests.notifications.scenes import START, announced

ACT = "SELECT id FROM lifecycle_sunsetplan WHERE id = %s FOR UPDATE"  # what pauses it or moves its date
NAME = "SELECT id FROM lifecycle_sunsetplan WHERE id = %s FOR KEY SHARE"  # what puts a fact about it on record
Held = psycopg.Connection[tuple[int, ...]]


@pytest.fixture
def plan(live_db: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SunsetPlan:
    monkeypatch.setattr(plan_lock, "A_MOMENT_MS", 200)
    return announced(corner_shop(), neighbour())


@pytest.fixture
def other(live_db: SimpleNamespace) -> Iterator[Held]:
    """Somebody else's transaction; ours gives up waiting for it after a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    with psycopg.connect(live_db.environ["DATABASE_OWNER_URL"]) as other:
        yield other


def test_a_look_that_finds_nothing_to_change_waits_for_nobody(plan: SunsetPlan, other: Held) -> None:
    other.execute(ACT, [plan.pk])
    assert reconcile(plan_id=plan.pk, now=START) == Tally()


def test_a_plan_that_somebody_holds_is_left_to_the_next_look(plan: SunsetPlan, other: Held) -> None:
    Touchpoint.objects.all().delete()
    other.execute(ACT, [plan.pk])
    reconcile_plan(plan_id=plan.pk, now=START.isoformat())
    assert not Touchpoint.objects.exists()
    other.rollback()
    reconcile_plan(plan_id=plan.pk, now=START.isoformat())
    assert Touchpoint.objects.exists()


def test_what_only_names_the_plan_does_not_hold_planning_up(plan: SunsetPlan, other: Held) -> None:
    Touchpoint.objects.all().delete()
    other.execute(NAME, [plan.pk])
    assert reconcile(plan_id=plan.pk, now=START, waits=False).created > 0


def test_a_calendar_that_changed_is_noticed_though_no_contact_moves(plan: SunsetPlan) -> None:
    PlanCalendar.objects.update(version="of last year")
    assert reconcile(plan_id=plan.pk, now=START) == Tally()
    assert PlanCalendar.objects.get().version != "of last year"


def test_plans_taken_back_do_not_keep_a_worker_waiting_for_one_that_is_held(plan: SunsetPlan, other: Held) -> None:
    Touchpoint.objects.update(told_at=START, told_dates={})
    SunsetPlan.objects.update(stage="cancelled", stage_since_at=START)
    other.execute(ACT, [plan.pk])
    reconcile_plans_taken_back(now=START.isoformat())
    assert not Touchpoint.objects.filter(notice__code="cancelled").exists()
    other.rollback()
    reconcile_plans_taken_back(now=START.isoformat())
    assert Touchpoint.objects.filter(notice__code="cancelled").exists()


def test_what_an_act_rang_for_waits_a_moment_until_the_act_is_done(
    plan: SunsetPlan, other: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two doorbells of one act meet at the plan: the second one must not go by it."""
    Touchpoint.objects.all().delete()
    other.execute(ACT, [plan.pk])
    monkeypatch.setattr(plan_lock, "A_MOMENT_MS", 5_000)
    done = threading.Timer(0.4, other.rollback)
    done.start()
    assert reconcile(plan_id=plan.pk, now=START, waits=False).created > 0
    done.join()
