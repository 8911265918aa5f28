"""A2, A13, P1: figures are not believed while a day was imported but is not rolled up yet; late rows correct a day."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from analytics.api import ActivityEvent, decision_figures, import_events, push_evidence, refresh, usage
from analytics.models import BurnDownDay, RollupPartition, UsageBaseline, UsageSnapshot
from analytics.rules.coverage import FeedStatus
from analytics.rules.use_verdict import UseVerdict
from analytics.services.recipe import Recipe
from analytics.services.take_files import Delivered, take_files
from lifecycle.api import record
from lifecycle.models import Evidence
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import Stage
from tests.analytics.feeds import FEED, feed
from tests.cast import NOON, a_plan, acme, corner_shop

pytestmark = pytest.mark.django_db
YESTERDAY = (NOON - timedelta(days=1)).date()


def told(events: Iterable[ActivityEvent], name: str) -> None:
    import_events(events=events, source="app", name=name, sha256=name.ljust(64, "0"), actor=FEED, now=NOON)


def uses(account: str, backs: Iterable[int], user: str = "u1") -> list[ActivityEvent]:
    return [ActivityEvent(NOON - timedelta(days=back, hours=1), account, user, "reports") for back in backs]


def taken_but_not_rolled_up(folder: Path, back: int) -> None:
    """As batches are between two rounds of rolling up."""
    at = NOON - timedelta(days=back, hours=1)
    path = feed(folder / "late.csv", [(at.isoformat(), "corner-shop", "u2", "reports")])
    (report,) = take_files(
        files=[Delivered(path, "late", "1" * 64, Recipe(source="app"))], actor=FEED, now=NOON, roll_up=False
    )
    assert report.added == 1


@pytest.fixture
def silent_shop() -> None:
    acme(), corner_shop()
    told([*uses("acme", range(70)), *uses("corner-shop", range(40, 90))], "first")


@contextmanager
def another_import() -> Iterator[None]:
    address = connection.get_connection_params()
    wanted = {name: address[name] for name in ("dbname", "user", "password", "host", "port") if address.get(name)}
    with psycopg.connect(**wanted) as other:
        other.execute("SELECT pg_advisory_lock(7301984001)")
        yield
        other.execute("SELECT pg_advisory_unlock(7301984001)")


def shop_facts() -> list[object]:
    rows = Evidence.objects.filter(criterion="usage_below", account=corner_shop()).order_by("id")
    return list(rows.values_list("value", flat=True))


@pytest.mark.parametrize("back", [1, 50])
@pytest.mark.usefixtures("silent_shop")
def test_nothing_is_believed_until_the_day_is_rolled_up(tmp_path: Path, back: int) -> None:
    def found() -> tuple[object, ...]:
        figures = usage(module_key="reports", now=NOON)
        shop = next(each for each in figures.by_account if each.account == "corner-shop")
        return shop.verdict is UseVerdict.UNKNOWN, figures.feeds.status, figures.feeds.is_covered()

    assert found() == (False, FeedStatus.OK, True)
    taken_but_not_rolled_up(tmp_path, back)
    assert found() == (True, FeedStatus.LATE, False)
    assert usage(module_key="reports", now=NOON).feeds.behind == {(NOON - timedelta(days=back)).date()}
    assert decision_figures(module_key="reports", now=NOON).coverage == "late"
    assert refresh(now=NOON) == 1
    assert found() == (False, FeedStatus.OK, True)


@pytest.mark.usefixtures("silent_shop")
def test_a_day_after_the_figures_holds_nobody_up(tmp_path: Path) -> None:
    taken_but_not_rolled_up(tmp_path, 0)
    assert usage(module_key="reports", now=NOON).feeds.is_covered()


@pytest.mark.usefixtures("silent_shop")
def test_a_gate_learns_what_came_before_it_asked(tmp_path: Path) -> None:
    plan = a_plan()
    push_evidence(plan_id=plan.pk, now=NOON)
    taken_but_not_rolled_up(tmp_path, 1)
    push_evidence(plan_id=plan.pk, now=NOON)
    assert shop_facts() == [0, 1]


@pytest.mark.usefixtures("silent_shop")
def test_while_an_import_is_at_work_nothing_is_recorded_of_figures_that_miss_a_day(tmp_path: Path) -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    taken_but_not_rolled_up(tmp_path, 1)
    with another_import():
        assert push_evidence(plan_id=plan.pk, now=NOON) == 0
    assert not Evidence.objects.filter(plan=plan, criterion="usage_below").exists()
    assert not UsageSnapshot.objects.exists()
    push_evidence(plan_id=plan.pk, now=NOON)
    assert shop_facts() == [1]


@pytest.mark.usefixtures("silent_shop")
def test_no_baseline_is_frozen_from_figures_that_miss_a_day() -> None:
    plan = a_plan(stage=Stage.ANNOUNCED)
    at = NOON - timedelta(days=9)
    record("lifecycle.plan.advanced", subject="p", actor=Actor.system("t"), at=at, plan_key=plan.key, to="announced")
    day = at.date() - timedelta(days=1)
    RollupPartition.objects.filter(date=day).update(watermark="of other imports")
    with another_import():
        push_evidence(plan_id=plan.pk, now=NOON)
    assert not UsageBaseline.objects.exists()
    push_evidence(plan_id=plan.pk, now=NOON)
    assert UsageBaseline.objects.get().as_of_date == day


def test_late_rows_correct_the_day_that_was_noted_and_unknown_never_does() -> None:
    acme(), corner_shop()
    told([*uses("acme", range(70)), *uses("corner-shop", [29, 40])], "first")
    plan = a_plan(stage=Stage.ANNOUNCED)
    record("lifecycle.plan.advanced", subject="p", actor=Actor.system("t"), at=NOON, plan_key=plan.key, to="announced")

    def noted() -> tuple[object, ...]:
        push_evidence(plan_id=plan.pk, now=NOON)
        return BurnDownDay.objects.values_list("date", "users_28", "accounts_28").get()

    assert noted() == (YESTERDAY, 1, 1)
    told(uses("corner-shop", [1], user="u2"), "late")
    assert noted() == (YESTERDAY, 2, 2)
    before = BurnDownDay.objects.get()
    assert noted() == (YESTERDAY, 2, 2)
    assert BurnDownDay.objects.get().pk == before.pk
