"""One account that cannot be planned: does everybody else hear, and the operator at once (A12, P1, notices 7)?"""

import importlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifecycle.models import Account, Milestone, SunsetPlan
from notifications.api import reconcile
from notifications.models import Delivery, PlanCalendar, PlanningRound, Touchpoint
from notifications.reconcile import reconcile_withdrawn
from notifications.rules.alarms import AlarmCheck
from notifications.services.alarm_checks import faults_now
from notifications.services.alarm_words import alarm_remedy, alarm_sentence
from notifications.services.plan_book import facts_of_plan
from notifications.services.release import release_due
from tests.chaos.noon import NOW
from tests.chaos.scenes import unplanned

pytestmark = pytest.mark.django_db
ACCOUNTS, PIECE, NOWHERE = 5, 2, "America/Nowhere"
FAILS = {AlarmCheck.PLANNING, AlarmCheck.PLAN_FAILS, AlarmCheck.ACCOUNTS_FAIL}
_0016 = importlib.import_module("notifications.migrations.0016_plan_without_whom_it_fails_on")


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> SunsetPlan:
    monkeypatch.setattr("notifications.reconcile.AT_ONCE", PIECE)
    return unplanned(ACCOUNTS)


def keys(plan: SunsetPlan) -> list[str]:
    found = plan.evidence.filter(account__isnull=False).order_by("account__key")
    return list(dict.fromkeys(found.values_list("account__key", flat=True)))


def in_zone(key: str, zone: str) -> None:
    Account.objects.filter(key=key).update(timezone=zone)


def move(plan: SunsetPlan) -> None:
    for each in Milestone.objects.filter(plan=plan):
        each.revision += 1
        each.save()


def faults() -> list[tuple[AlarmCheck, str]]:
    found = [each for each in faults_now(now=NOW) if each.check in FAILS]
    assert all(alarm_remedy(each.check) for each in found)
    return [(each.check, alarm_sentence(each.check, each.subject, each.facts)) for each in found]


def written_to() -> set[str]:
    return set(Delivery.objects.filter(channel="email").values_list("touchpoint__account__key", flat=True))


@pytest.mark.parametrize("place", [0, 1, 4])
def test_an_account_that_fails_keeps_nobody_else_from_hearing(plan: SunsetPlan, place: int) -> None:
    """Wherever it stands, and also at every further look."""
    bad = keys(plan)[place]
    in_zone(bad, NOWHERE)
    reconcile(plan_id=plan.pk, now=NOW)
    assert not reconcile(plan_id=plan.pk, now=NOW)
    release_due(now=NOW)
    assert written_to() == set(keys(plan)) - {bad}
    ((check, said),) = faults()
    assert check is AlarmCheck.ACCOUNTS_FAIL
    assert said.startswith(f"{plan.key}: ")
    assert bad in said


def test_a_correction_reaches_all_others_and_no_old_date_the_one_that_fails(plan: SunsetPlan) -> None:
    reconcile(plan_id=plan.pk, now=NOW)
    bad = keys(plan)[0]
    move(plan)
    in_zone(bad, NOWHERE)
    reconcile(plan_id=plan.pk, now=NOW)
    release_due(now=NOW)
    assert written_to() == set(keys(plan)) - {bad}
    assert set(Delivery.objects.filter(channel="email").values_list("touchpoint__date_revision", flat=True)) == {2}


def test_what_is_mended_is_planned_with_the_next_look_and_the_alarm_is_over(plan: SunsetPlan) -> None:
    bad = keys(plan)[1]
    in_zone(bad, NOWHERE)
    reconcile(plan_id=plan.pk, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        reconcile(plan_id=plan.pk, now=NOW)
    assert not [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    in_zone(bad, "UTC")
    assert reconcile(plan_id=plan.pk, now=NOW).created
    assert not faults()
    release_due(now=NOW)
    assert written_to() == set(keys(plan))


def test_a_plan_that_fails_as_a_whole_holds_what_was_planned_for_other_dates(
    plan: SunsetPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And calls the operator at once, also when nothing of it was ever planned."""
    monkeypatch.setattr("notifications.services.singled_out.MOST", 1)
    reconcile(plan_id=plan.pk, now=NOW)
    for each in keys(plan):
        in_zone(each, NOWHERE)
    move(plan)
    with pytest.raises(KeyError):
        reconcile(plan_id=plan.pk, now=NOW)
    release_due(now=NOW)
    assert not written_to()
    assert [check for check, _ in faults()] == [AlarmCheck.PLAN_FAILS]
    for each in keys(plan):
        in_zone(each, "UTC")
    reconcile(plan_id=plan.pk, now=NOW)
    assert not faults()
    release_due(now=NOW)
    assert written_to() == set(keys(plan))


def test_a_cancelled_plan_that_fails_keeps_no_other_from_telling(
    plan: SunsetPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.services.singled_out.MOST", 0)
    other = unplanned(ACCOUNTS)
    for each in (plan, other):
        reconcile(plan_id=each.pk, now=NOW)
        heard = Touchpoint.objects.filter(plan=each, notice__code="sunset_announced")
        heard.update(status="served", told_at=NOW, served_at=NOW, told_dates=facts_of_plan(each).told)
    SunsetPlan.objects.update(stage="cancelled", stage_since_at=NOW + timedelta(hours=1))
    in_zone(keys(plan)[0], NOWHERE)
    reconcile_withdrawn(now=NOW + timedelta(hours=2))
    called_off = Touchpoint.objects.filter(notice__code="cancelled")
    assert called_off.filter(plan=other).values("account").distinct().count() == ACCOUNTS
    assert (AlarmCheck.PLAN_FAILS, plan.key) in [(each.check, each.subject) for each in faults_now(now=NOW)]


def test_what_a_program_before_planned_leaves_while_the_first_look_after_it_goes_on(plan: SunsetPlan) -> None:
    """It kept no place: its plans were planned as a whole, or not at all (ADR 0022)."""
    reconcile(plan_id=plan.pk, now=NOW)
    PlanningRound.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_0016._PLANNED)
    assert PlanningRound.objects.get().looked_at == PlanCalendar.objects.get().counted_at
    Touchpoint.objects.filter(account__key=keys(plan)[0]).delete()
    assert reconcile(plan_id=plan.pk, now=NOW, within_s=0.0).created
    release_due(now=NOW)
    assert written_to() == set(keys(plan))
