"""A2, A5, A6: who follows use by name sees what was pulled; through what it came nobody claims to know."""

from datetime import datetime, timedelta

import pytest

from analytics.api import ActivityEvent, callers, events_after, import_events, push_affected, usage
from analytics.models import ActivitySource, UsageReport
from analytics.rules.coverage import FeedStatus
from analytics.rules.late_use import LateUse
from analytics.services.push_affected import News
from analytics.services.refresh import refresh
from lifecycle.api import AffectedSubject
from tests.analytics.feeds import FEED
from tests.analytics.pull.customers import Customer, pull, row_of
from tests.analytics.test_affected import a_plan_with_accounts, listed, told, used
from tests.cast import NOON, a_module, a_plan, acme

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def use(at: datetime, number: int = 0, user: str = "u1") -> ActivityEvent:
    return ActivityEvent(at, "acme", user, "reports", event_id=f"{at:%m%d%H%M}-{user}-{number}")


def test_use_after_the_end_is_known_from_roll_ups_and_events_together(customer: Customer) -> None:
    """Of the quarter hour in which the end lies, only the last event is surely after it."""
    a_module("reports")
    since = NOON - HOUR + timedelta(minutes=5)
    before, after = since - timedelta(minutes=1), since + timedelta(minutes=1)
    customer.add([row_of(each) for each in (use(before), use(after), use(after, 1), use(NOON - 5 * HOUR))])
    pull(customer, now=NOON)
    assert events_after(module_key="reports", since=since) == (LateUse("acme", "u1", "", 1, after, after),)
    told = [use(NOON - HOUR / 2), use(NOON - HOUR / 2, user="u0")]
    import_events(events=told, source="app", name="one", sha256="1" * 64, actor=FEED, now=NOON)
    u0, u1 = events_after(module_key="reports", since=since)
    assert (u0.user, u0.count) == ("u0", 1)
    assert u1 == LateUse("acme", "u1", "", 2, after, NOON - HOUR / 2)
    assert events_after(module_key="reports", since=NOON - 6 * HOUR)[1].count == 5


def test_who_is_affected_is_told_once_however_often_a_day_is_pulled(customer: Customer) -> None:
    acme()
    plan = a_plan(dated=False)
    customer.add([row_of(use(NOON - 30 * HOUR)), row_of(use(NOON - 30 * HOUR, 1))])
    pull(customer, now=NOON)
    assert push_affected(plan_id=plan.pk, now=NOON) == News(subjects=1)
    assert push_affected(plan_id=plan.pk, now=NOON) == News()
    customer.add([row_of(use(NOON - 30 * HOUR, 2)), row_of(use(NOON - 30 * HOUR, user="u2"))])
    pull(customer, now=NOON)
    told = [use(NOON - HOUR)]
    import_events(events=told, source="app", name="one", sha256="1" * 64, actor=FEED, now=NOON)
    push_affected(plan_id=plan.pk, now=NOON)
    rows = AffectedSubject.objects.filter(plan=plan).order_by("key")
    assert [(row.kind, row.key, row.count) for row in rows] == [("user", "u1", 4), ("user", "u2", 1)]
    customer.run("DELETE FROM shop.uses WHERE uid LIKE '%u1-2'")
    pull(customer, now=NOON)
    push_affected(plan_id=plan.pk, now=NOON)
    assert AffectedSubject.objects.get(plan=plan, key="u1").count == 3, "what was deleted there is counted out"


def test_a_report_does_not_go_on_from_what_was_taken_away(customer: Customer) -> None:
    """The same number of rows, and the first use lies an hour later than the last report has it."""
    acme()
    first = use(NOON - timedelta(days=200))
    customer.add([row_of(each) for each in (first, *(use(NOON - timedelta(days=back)) for back in range(1, 30)))])
    pull(customer, now=NOON)
    refresh(now=NOON, large=1)
    assert usage(module_key="reports", now=NOON).by_account[0].first_at == first.occurred_at
    customer.run("UPDATE shop.uses SET at = at + interval '1 hour' WHERE at = (SELECT min(at) FROM shop.uses)")
    pull(customer, now=NOON, since=first.occurred_at.date())
    refresh(now=NOON, large=1)
    assert UsageReport.objects.count() == 2
    assert usage(module_key="reports", now=NOON).by_account[0].first_at == first.occurred_at + HOUR


def test_callers_of_days_that_were_pulled_are_not_all_there(customer: Customer) -> None:
    acme()
    customer.add([row_of(use(NOON - timedelta(days=back))) for back in range(1, 31)])
    pull(customer, now=NOON)
    assert usage(module_key="reports", now=NOON).feeds.is_covered()
    assert not callers(module_key="reports", now=NOON, days=28).is_covered


@pytest.mark.parametrize(("pulled", "status"), [(range(50), "pending"), (range(60, 120), "clear")])
def test_a_caller_is_not_silent_where_days_were_pulled_after_its_last_use(
    customer: Customer, pulled: range, status: str
) -> None:
    """Its calls may be among them: a roll-up does not say through what it was used. Of a user it does."""
    plan = a_plan_with_accounts()
    robot = used(range(50, 120), user="robot", integration="etl", hours=2)
    told([*used(range(120)), *robot, *used(range(50, 120), user="gone", hours=3)], "history")
    customer.add([row_of(each) for each in used(pulled, user="robot", hours=4)])
    pull(customer, now=NOON)
    ActivitySource.objects.filter(name="lake").update(ended_date=(NOON - timedelta(days=pulled[0])).date())
    push_affected(plan_id=plan.pk, now=NOON)
    assert listed(plan)["integration etl"][0] == status
    assert listed(plan)["user gone"][0] == "clear"


def test_a_warehouse_that_is_away_makes_its_source_missing_and_figures_unknown(customer: Customer) -> None:
    """And the pull that comes at last makes them known again."""
    acme()
    days = [NOON + timedelta(days=back) for back in range(-30, 10)]
    customer.add([row_of(use(at, number)) for at in days for number in range(2)])
    pull(customer, now=NOON)
    fresh = usage(module_key="reports", now=NOON)
    assert (fresh.feeds.status, fresh.by_account[0].verdict) == (FeedStatus.OK, "active")
    later = NOON + timedelta(days=9)
    stale = usage(module_key="reports", now=later)
    assert (stale.feeds.status, stale.by_account[0].verdict) == (FeedStatus.MISSING, "unknown")
    (source,) = stale.feeds.sources
    assert (source.source, source.last_at) == ("lake", NOON)
    pull(customer, now=later)
    assert usage(module_key="reports", now=later).by_account[0].verdict == "active"
