"""Does anybody take a plan that is planned for a part of its accounts for a whole one (A12, notices 7)?"""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from lifecycle.models import Milestone, SunsetPlan
from notifications.api import approve_notices, ask_approval, push_evidence, reconcile
from notifications.models import CalendarDay, Delivery, PlanningRound, SendRun, Touchpoint
from notifications.reconcile import reconcile_withdrawn
from notifications.rules.alarms import HALF_PLANNED_FOR, AlarmCheck, Fault
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.planned import Tally
from notifications.services.alarm_checks import faults_now
from notifications.services.alarm_words import alarm_remedy, alarm_sentence
from notifications.services.piece import Matching, PlanChangedError, Settled
from notifications.services.pieces import Pieces
from notifications.services.release import release_due
from notifications.tasks import PLAN_WITHIN_S, reconcile_plan
from tests.cast import anna, paul
from tests.chaos.noon import NOW
from tests.chaos.scenes import unplanned

pytestmark = pytest.mark.django_db
ACCOUNTS, PIECE, FOR_ONE_PIECE_S = 5, 2, 300.0
FIRST = NoticeCode.SUNSET_ANNOUNCED
ENTERED = {"source": "they say", "set_by": "Dora", "set_at": NOW}


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> SunsetPlan:
    monkeypatch.setattr("notifications.reconcile.AT_ONCE", PIECE)
    return unplanned(ACCOUNTS)


def planned_accounts() -> int:
    return Touchpoint.objects.values("account").distinct().count()


def a_piece_of(plan: SunsetPlan) -> Tally:
    return reconcile(plan_id=plan.pk, now=NOW, within_s=0.0)


def test_a_round_whose_time_is_over_ends_by_itself_and_rings_for_the_rest(
    plan: SunsetPlan, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """The worker's limit would cut it in the middle of a piece."""
    accounts = []
    for _ in range(3):
        with django_capture_on_commit_callbacks() as rung:
            a_piece_of(plan)
        accounts.append(planned_accounts())
        rings = [each for each in rung if "ring" in each.__qualname__]
        assert len(rings) == 1  # for the rest, and at the end for the letters
    assert accounts == [2, 4, 5]
    assert not a_piece_of(plan)
    assert reconcile_plan.soft_time_limit - PLAN_WITHIN_S >= FOR_ONE_PIECE_S


def test_nothing_leaves_before_everybody_is_planned(plan: SunsetPlan) -> None:
    """One letter for one mailbox is packed among all that it is to hold."""
    a_piece_of(plan)
    a_piece_of(plan)
    assert release_due(now=NOW) == 0
    assert not Delivery.objects.exists()
    a_piece_of(plan)
    release_due(now=NOW)
    assert Delivery.objects.filter(channel="email").count() == ACCOUNTS


def test_the_first_letters_of_a_mailing_are_chosen_among_all(plan: SunsetPlan) -> None:
    SunsetPlan.objects.update(settings={"asks_notice_approval": True})
    plan.refresh_from_db()
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=NOW)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=NOW)
    a_piece_of(plan)
    release_due(now=NOW)
    assert not SendRun.objects.exists()
    reconcile(plan_id=plan.pk, now=NOW)
    release_due(now=NOW)
    assert Touchpoint.objects.filter(run=SendRun.objects.get(), channel="email").count() == ACCOUNTS


def test_accounts_whose_turn_has_not_come_are_served_nothing_in_the_evidence(plan: SunsetPlan) -> None:
    a_piece_of(plan)
    push_evidence(plan_id=plan.pk, now=NOW)
    assert set(plan.evidence.filter(criterion="notice_served").values_list("value", flat=True)) == {False}
    assert plan.evidence.filter(criterion="notice_served").count() == ACCOUNTS


def test_a_plan_that_changes_while_it_is_gone_through_is_looked_at_anew(plan: SunsetPlan) -> None:
    matching = Matching(Pieces.of(plan, now=NOW), NOW, waits=True)
    first, second = (matching.pieces.keys[at : at + PIECE] for at in (0, PIECE))
    assert matching.settle(first).until == first[-1]
    Milestone.objects.filter(plan=plan, kind="off").update(revision=2)
    with pytest.raises(PlanChangedError):
        matching.settle(second)
    assert planned_accounts() == PIECE


def test_who_comes_second_goes_on_after_the_piece_of_the_first(plan: SunsetPlan) -> None:
    ours, theirs = (Matching(Pieces.of(plan, now=NOW), NOW, waits=True) for _ in range(2))
    keys = ours.pieces.keys
    ours.settle(keys[:PIECE])
    ours.settle(keys[PIECE : 2 * PIECE])
    assert theirs.settle(keys[:PIECE]) == Settled(Tally(), until=keys[2 * PIECE - 1])


def test_a_look_that_finds_all_as_it_is_to_be_writes_nothing(plan: SunsetPlan) -> None:
    reconcile(plan_id=plan.pk, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert not reconcile(plan_id=plan.pk, now=NOW)
    assert not [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_one_account_says_or_a_measure_begins_no_round_anew(plan: SunsetPlan) -> None:
    """Else an own day of any customer would hold the letters of every plan until everybody was looked at again."""
    reconcile(plan_id=plan.pk, now=NOW)
    basis = Pieces.of(plan, now=NOW).basis
    account = plan.evidence.earliest("account__key").account
    CalendarDay.objects.create(account=account, date=NOW.date(), is_worked=False, **ENTERED)
    plan.settings = {**plan.settings, "baseline": {"tickets": 3}, "measured": {"tickets": 2}}
    plan.save()
    assert Pieces.of(plan, now=NOW).basis == basis
    CalendarDay.objects.create(place="CN", date=NOW.date(), is_worked=False, **ENTERED)
    assert Pieces.of(plan, now=NOW).basis != basis


def test_one_account_that_is_planned_anew_keeps_nobody_from_leaving(plan: SunsetPlan) -> None:
    """Of a plan that everybody was planned for once, the rest need not be looked at again first."""
    reconcile(plan_id=plan.pk, now=NOW)
    Touchpoint.objects.filter(account=plan.evidence.earliest("account__key").account).delete()
    assert a_piece_of(plan).created
    assert PlanningRound.objects.get().is_whole
    release_due(now=NOW)
    assert Delivery.objects.filter(channel="email").count() == ACCOUNTS


def test_a_cut_look_at_a_plan_that_was_cancelled_is_ended(plan: SunsetPlan) -> None:
    """No other round looks at it, and its last letters wait for that."""
    reconcile(plan_id=plan.pk, now=NOW)
    SunsetPlan.objects.update(stage="cancelled", stage_since_at=NOW)
    a_piece_of(plan)
    assert not PlanningRound.objects.get().is_whole
    reconcile_withdrawn(now=NOW)
    assert PlanningRound.objects.get().is_whole
    assert not Touchpoint.objects.filter(status="planned").exists()
    assert reconcile_withdrawn(now=NOW) == 0


def test_the_operator_is_called_when_planning_comes_no_further(plan: SunsetPlan) -> None:
    """Its letters wait, and nobody else would say so."""
    a_piece_of(plan)
    assert not planning_faults(NOW + HALF_PLANNED_FOR - timedelta(minutes=1))
    (fault,) = planning_faults(NOW + HALF_PLANNED_FOR)
    said = alarm_sentence(fault.check, fault.subject, fault.facts)
    assert said.startswith(f"{plan.key}: planned for a part of its accounts since ")
    assert "workers" in alarm_remedy(fault.check)
    reconcile(plan_id=plan.pk, now=NOW)
    assert not planning_faults(NOW + HALF_PLANNED_FOR)


def planning_faults(now: datetime) -> list[Fault]:
    return [each for each in faults_now(now=now) if each.check is AlarmCheck.PLANNING]
