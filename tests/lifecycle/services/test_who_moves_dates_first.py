"""Of two who move dates at the same moment the second sees the first; who dies half-way has moved none (A12)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from types import SimpleNamespace

import psycopg
import pytest
from django.db import DatabaseError, connections

from lifecycle.api import Refused, mark_of, move_dates
from lifecycle.models import AuditEvent, MilestoneMove, SunsetPlan
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage
from lifecycle.rules.two_people import Allowance
from tests.cast import NOON, OFF, a_plan, paul

WHY = Allowance("the replacement is late")
WAITS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def elsewhere(act: Callable[[], object], found: list[str]) -> threading.Thread:
    """On a connection of its own; `found` takes what it came to."""

    def run() -> None:
        try:
            act()
            found.append("moved")
        except Refused as refusal:
            found.append(refusal.verdict.blockers[0].criterion)
        except DatabaseError:
            found.append("died")
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def moving(plan: SunsetPlan, days: int, seen: str = "") -> Callable[[], object]:
    actor = paul().actor
    moves = {MilestoneKind.OFF: OFF + timedelta(days=days), MilestoneKind.PURGE: OFF + timedelta(days=90 + days)}
    return lambda: move_dates(plan_id=plan.pk, moves=moves, actor=actor, now=NOON, allowance=WHY, seen=seen)


@pytest.mark.slow("real commits, in threads")
@pytest.mark.usefixtures("live_db")
def test_of_two_who_saw_the_same_plan_one_moves_it_and_the_other_looks_again() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    seen, found = mark_of(plan), list[str]()
    for thread in [elsewhere(moving(plan, days, seen), found) for days in (5, 7)]:
        thread.join()
    assert sorted(found) == ["dates_changed", "moved"]
    plan.refresh_from_db()
    assert plan.revision == 2
    assert plan.milestones.get(kind="off").date in {OFF + timedelta(days=5), OFF + timedelta(days=7)}
    assert MilestoneMove.objects.count() == 2


@pytest.mark.slow("real commits, and a connection that is cut")
def test_whoever_dies_after_the_first_date_has_moved_none(live_db: SimpleNamespace) -> None:
    plan, found = a_plan(stage=Stage.ANNOUNCED), list[str]()
    before = dict(plan.milestones.values_list("kind", "date"))
    with psycopg.connect(live_db.environ["DATABASE_OWNER_URL"]) as holder:
        holder.execute("LOCK TABLE lifecycle_auditevent IN EXCLUSIVE MODE")  # a date is written, its event is not
        thread = elsewhere(moving(plan, 3), found)
        with psycopg.connect(live_db.environ["DATABASE_URL"], autocommit=True) as other:
            until = monotonic() + 30
            while not (waiting := other.execute(WAITS).fetchall()) and monotonic() < until:
                thread.join(timeout=0.02)
            assert waiting
            other.execute("SELECT pg_terminate_backend(%s)", waiting[0])
        thread.join()
    assert found == ["died"]
    assert dict(plan.milestones.values_list("kind", "date")) == before
    assert not AuditEvent.objects.filter(action="lifecycle.milestone.moved").exists()
    plan.refresh_from_db()
    assert plan.revision == 1
