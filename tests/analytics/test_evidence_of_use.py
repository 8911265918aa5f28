"""A2, A13, A21, N14: gates learn of use from activity, unknown stays unknown, late use names who still tries."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from analytics.api import ActivityEvent, LateUse, events_after, import_events, push_evidence
from analytics.models import UsageSnapshot
from lifecycle.api import record
from lifecycle.models import Evidence, Straggler, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from tests.analytics.feeds import FEED
from tests.cast import NOON, a_plan, acme, corner_shop

pytestmark = pytest.mark.django_db


def told(events: Iterable[ActivityEvent], name: str = "batch", *, one_off: bool = False) -> None:
    source = "export" if one_off else "app"
    import_events(
        events=events, source=source, name=name, sha256=name.ljust(64, "0"), actor=FEED, now=NOON, one_off=one_off
    )


def daily(account: str, days: Iterable[int], *, module: str = "reports", **more: str) -> list[ActivityEvent]:
    """At eleven, counted in days before NOON's day."""
    user = more.pop("user", "u1")
    return [ActivityEvent(NOON - timedelta(days=back, hours=1), account, user, module, **more) for back in days]  # type: ignore[arg-type]


def facts(plan: SunsetPlan, criterion: str) -> list[tuple[str, object]]:
    rows = Evidence.objects.filter(plan=plan, criterion=criterion).order_by("id").select_related("account")
    return [(row.account.key if row.account else "", row.value) for row in rows]


def test_users_of_28_days_are_recorded_for_every_account_that_ever_used_it() -> None:
    acme(), corner_shop()
    plan = a_plan()
    told([*daily("acme", range(70)), *daily("corner-shop", range(40, 90)), *daily("corner-shop", [90], user="u2")])
    assert push_evidence(plan_id=plan.pk, now=NOON) == 3
    assert facts(plan, "activity_alive") == [("", True)]
    assert facts(plan, "usage_below") == [("acme", 1), ("corner-shop", 0)]
    row = Evidence.objects.get(plan=plan, criterion="usage_below", account=acme())
    assert row.as_of == NOON.replace(hour=0)
    assert row.source == "analytics"
    assert row.detail == (
        "active: used in the last 28 days; last use on 2027-02-28 by u1 (source app);"
        " 65 % of the expected events arrived, 90 days of history"
    )
    assert UsageSnapshot.objects.get().figures["module"] == "reports"


def test_the_same_again_records_nothing_until_it_would_turn_stale() -> None:
    acme()
    plan = a_plan()
    told(daily("acme", range(70)))
    push_evidence(plan_id=plan.pk, now=NOON)
    assert push_evidence(plan_id=plan.pk, now=NOON + timedelta(hours=1)) == 0
    assert push_evidence(plan_id=plan.pk, now=NOON + timedelta(hours=6)) == 1
    assert push_evidence(plan_id=-1, now=NOON) == 0


def test_a_stopped_feed_records_unknown_and_never_zero() -> None:
    acme()
    plan = a_plan()
    told(daily("acme", range(35, 90)))
    push_evidence(plan_id=plan.pk, now=NOON)
    assert facts(plan, "activity_alive") == [("", None)]
    assert facts(plan, "usage_below") == [("acme", None)]


def test_nothing_delivered_at_all_is_unknown() -> None:
    plan = a_plan()
    push_evidence(plan_id=plan.pk, now=NOON)
    assert facts(plan, "activity_alive") == [("", None)]


def test_an_event_older_than_a_day_is_not_alive() -> None:
    acme()
    plan = a_plan()
    told(daily("acme", range(1, 70)))
    push_evidence(plan_id=plan.pk, now=NOON + timedelta(hours=2))
    row = Evidence.objects.get(plan=plan, criterion="activity_alive")
    assert row.value is None
    assert row.detail == "last event 2027-02-28 11:00 UTC"


def test_use_by_accounts_that_nobody_can_name_is_unknown_use() -> None:
    acme()
    plan = a_plan()
    told([*daily("acme", range(70)), *daily("stranger", range(3, 9))])
    push_evidence(plan_id=plan.pk, now=NOON)
    row = Evidence.objects.get(plan=plan, criterion="activity_alive")
    assert row.value is None
    assert "stranger" in row.detail
    assert facts(plan, "usage_below") == [("acme", 1)]


@pytest.mark.requirement("N14")
def test_an_unnamed_account_that_came_twice_long_apart_is_unknown_use_and_one_that_came_once_is_not() -> None:
    acme()
    plan = a_plan()
    told([*daily("acme", range(110)), *daily("stranger", [40, 95]), *daily("acmee", [40])])
    push_evidence(plan_id=plan.pk, now=NOON)
    row = Evidence.objects.get(plan=plan, criterion="activity_alive")
    assert (row.value, row.detail) == (
        None,
        "used by accounts that the directory does not know: stranger;"
        " correct the key at its source, or put the account into the directory",
    )


def test_a_single_export_says_nothing_by_its_later_silence() -> None:
    acme()
    plan = a_plan()
    told(daily("acme", range(40, 90), user="old"), "export", one_off=True)
    push_evidence(plan_id=plan.pk, now=NOON)
    assert facts(plan, "activity_alive") == [("", None)]  # nobody delivers this module any more
    told([*daily("acme", range(70), module="files"), *daily("acme", [65])])
    push_evidence(plan_id=plan.pk, now=NOON)
    assert facts(plan, "activity_alive") == [("", None), ("", True)]
    assert facts(plan, "usage_below") == [("acme", None), ("acme", 0)]


def test_use_after_the_end_is_pushed_with_totals_and_caller() -> None:
    acme()
    plan = a_plan(stage=Stage.OBSERVING)
    off_at = NOON - timedelta(days=3)
    record("lifecycle.plan.advanced", subject=plan.key, actor=Actor.system("t"), at=off_at, plan_key=plan.key, to="off")
    told([*daily("acme", range(70), client="ios/3"), *daily("stranger", [1]), *daily("acme", [0, 1], user="u2")])
    for _ in range(2):
        push_evidence(plan_id=plan.pk, now=NOON)
    rows = [(row.account.key, row.subject, row.caller, row.count) for row in Straggler.objects.order_by("subject")]
    assert rows == [("acme", "u1", "ios/3", 3), ("acme", "u2", "", 2)]
    assert events_after(module_key="reports", since=NOON - timedelta(hours=2))[0] == LateUse(
        "acme", "u1", "ios/3", 1, NOON - timedelta(hours=1), NOON - timedelta(hours=1)
    )
    assert events_after(module_key="reports", since=NOON + timedelta(days=3)) == ()


def test_without_a_record_of_the_switch_off_the_stage_itself_dates_the_end() -> None:
    acme()
    plan = a_plan(stage=Stage.OFF)
    told(daily("acme", range(70)))
    push_evidence(plan_id=plan.pk, now=NOON)
    assert Straggler.objects.count() == 0
