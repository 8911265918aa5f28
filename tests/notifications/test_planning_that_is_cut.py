"""A plan is gone through a piece of its accounts at a time: what was cut goes on, to the same end (A12, P1)."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections

from lifecycle.models import AuditEvent, Milestone, SunsetPlan
from notifications.models import Notice, Obligation, PlanCalendar, PlanningRound, Touchpoint
from notifications.reconcile import reconcile
from tests.chaos.crash import boundaries, dies_at
from tests.chaos.noon import NOW
from tests.chaos.scenes import unplanned

ACCOUNTS, PIECE, WITHIN_S = 3, 1, 30.0
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
DUTY = """
INSERT INTO notifications_obligation (notice_id, account_id, date_revision, due_date, status, waived_by, reason)
VALUES (%(notice)s, %(account)s, 1, %(day)s, 'open', '', '')"""
COLUMNS = (
    *("account__key", "notice__code", "step", "channel", "anchor", "date_revision", "day", "due_at", "late_until"),
    *("status", "reason", "created_at", "obligation__due_date", "obligation__status", "obligation__date_revision"),
)
Rows = list[tuple[object, ...]]


@pytest.fixture(autouse=True)
def _in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.reconcile.AT_ONCE", PIECE)


@pytest.fixture
def plan(live_db: SimpleNamespace) -> SunsetPlan:
    return unplanned(ACCOUNTS)


@pytest.fixture
def other(live_db: SimpleNamespace) -> Iterator[psycopg.Connection]:
    with psycopg.connect(live_db.environ["DATABASE_URL"], autocommit=True) as other:
        yield other


def rows(plan: SunsetPlan) -> Rows:
    found = Touchpoint.objects.filter(plan=plan).order_by("account__key", "notice__code", "step", "date_revision")
    return list(found.values_list(*COLUMNS))


def calendar(plan: SunsetPlan) -> Rows:
    return list(PlanCalendar.objects.filter(plan=plan).values_list("version", "assumed_accounts", "gaps"))


def whole(plan: SunsetPlan) -> tuple[Rows, Rows, int]:
    """What an uninterrupted look makes, which is then forgotten, with how often a contact was put on record."""
    reconcile(plan_id=plan.pk, now=NOW)
    found = rows(plan), calendar(plan), planned_on_record(plan)
    forget(plan)
    return found


def planned_on_record(plan: SunsetPlan) -> int:
    acts = AuditEvent.objects.filter(action="notifications.touchpoints.reconciled", subject=plan.key)
    return sum(json.loads(each.body)["facts"]["counts"]["created"] for each in acts)


def forget(plan: SunsetPlan) -> None:
    for rows in (Touchpoint.objects.filter(plan=plan), Obligation.objects.filter(notice__plan=plan)):
        rows.delete()
    PlanCalendar.objects.filter(plan=plan).delete()
    PlanningRound.objects.filter(plan=plan).delete()


def goes_on_to(plan: SunsetPlan, wanted: tuple[Rows, Rows, int], *, before: int, where: str) -> None:
    """What was committed stands as it is, and only what was not is planned now."""
    there = set(Touchpoint.objects.filter(plan=plan).values_list("pk", flat=True))
    tally = reconcile(plan_id=plan.pk, now=NOW)
    assert (rows(plan), calendar(plan)) == wanted[:2], where
    assert tally.created == len(wanted[0]) - len(there), where
    assert planned_on_record(plan) - before == wanted[2], where
    assert there <= set(Touchpoint.objects.filter(plan=plan).values_list("pk", flat=True)), where
    assert PlanningRound.objects.values_list("after_key", "is_whole").get(plan=plan) == ("", True), where


@pytest.mark.slow("a copy of the program dies and is gone on from at each place")
def test_a_death_at_any_border_of_pieces_is_gone_on_from(plan: SunsetPlan) -> None:
    wanted = whole(plan)
    names = boundaries(lambda: reconcile(plan_id=plan.pk, now=NOW))
    forget(plan)
    assert names.count("after commit") == ACCOUNTS // PIECE
    found = set()
    for place, name in enumerate(names):
        before = planned_on_record(plan)
        assert dies_at(place, lambda: reconcile(plan_id=plan.pk, now=NOW)), name
        found.add(Touchpoint.objects.filter(plan=plan).values("account").distinct().count())
        goes_on_to(plan, wanted, before=before, where=f"{place}: {name}")
        forget(plan)
    assert found == {0, PIECE, 2 * PIECE, ACCOUNTS}


def test_a_death_in_the_middle_of_a_piece_leaves_nothing_of_it(plan: SunsetPlan, other: psycopg.Connection) -> None:
    """Its worker is killed while it writes the contacts of the second piece, where somebody else is in its way."""
    wanted, before = whole(plan), planned_on_record(plan)
    second = plan.evidence.order_by("account__key").values_list("account_id", flat=True)[PIECE]
    notice = Notice.objects.get(plan=plan, code="sunset_announced").pk
    with other.transaction(force_rollback=True):
        other.execute(DUTY, {"notice": notice, "account": second, "day": NOW.date()})
        connections.close_all()
        worker = os.fork()
        if not worker:
            reconcile(plan_id=plan.pk, now=NOW)
            os._exit(0)
        until_waiting(other)
        os.kill(worker, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == -signal.SIGKILL
        assert Touchpoint.objects.filter(plan=plan).values("account").distinct().count() == PIECE
    goes_on_to(plan, wanted, before=before, where="in the middle")


def until_waiting(other: psycopg.Connection) -> None:
    ends = time.monotonic() + WITHIN_S
    while other.execute(WAITING).fetchone() == (0,):
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_two_at_once_plan_each_account_once(plan: SunsetPlan) -> None:
    wanted, before = whole(plan), planned_on_record(plan)
    tallies = []

    def look() -> None:
        try:
            tallies.append(reconcile(plan_id=plan.pk, now=NOW))
        finally:
            connections.close_all()

    both = [threading.Thread(target=look) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(WITHIN_S)
    assert sum(each.created for each in tallies) == len(wanted[0])
    goes_on_to(plan, wanted, before=before, where="two at once")


def test_what_was_cut_before_the_dates_moved_begins_anew(plan: SunsetPlan) -> None:
    """Else the first accounts would keep the old dates until somebody looks again."""
    reconcile(plan_id=plan.pk, now=NOW, within_s=0.0)
    assert Touchpoint.objects.values("account").distinct().count() == PIECE
    for each in Milestone.objects.filter(plan=plan):
        each.revision += 1
        each.save(update_fields=["revision"])
    reconcile(plan_id=plan.pk, now=NOW)
    assert set(Touchpoint.objects.filter(status="planned").values_list("date_revision", flat=True)) == {2}
    assert Touchpoint.objects.filter(status="planned").values("account").distinct().count() == ACCOUNTS
