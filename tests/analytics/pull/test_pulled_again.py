"""A2, A3: the next pull takes the days that are new or that changed in the warehouse, and no others."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import pytest

from analytics.models import ActivityImport, ActivitySource, ImportedDay, PulledDay, RollupPartition
from analytics.rules.activity import ActivityEvent
from analytics.services.compact import compact
from analytics.services.pull_activity import pull_activity
from analytics.services.refresh import refresh
from analytics.services.roll_up_watermarks import counting_text, exclusion_text
from analytics.services.workspace import pulled_dir
from tests.analytics.pull.customers import ACTOR, NOW, Customer, pull, row_of

FIRST = date(2026, 4, 1)


def use(day: int, number: int = 0) -> ActivityEvent:
    at = datetime(2026, 4, day, 9, tzinfo=UTC)
    return ActivityEvent(at, "acme", f"u{number}", "files", event_id=f"{day}-{number}")


def add(customer: Customer, *events: ActivityEvent) -> None:
    customer.add([row_of(each) for each in events])


def pulled(customer: Customer, **more: object) -> Sequence[int]:
    return [each.date.day for each in pull(customer, **more).days]  # type: ignore[arg-type]  # passed on


def events_held() -> dict[int, int]:
    return {each.date.day: each.events for each in ImportedDay.objects.all()}


@pytest.mark.django_db
def test_only_days_that_are_new_or_changed_there_are_pulled(customer: Customer) -> None:
    add(customer, use(1), use(2), use(3))
    assert pulled(customer) == [1, 2, 3]
    assert pulled(customer) == []
    add(customer, use(2, 1), use(4))
    assert pulled(customer) == [2, 4]
    customer.run("UPDATE shop.uses SET amount = 3 WHERE uid = '3-0'")
    assert pulled(customer) == [3], "as many rows as before, and another quantity"
    assert events_held() == {1: 1, 2: 2, 3: 1, 4: 1}
    assert ActivityImport.objects.count() == 6, "what was pulled before stays on record"
    assert PulledDay.objects.filter(replaced_at=None).count() == 4


@pytest.mark.django_db
def test_rows_that_were_deleted_there_are_gone_here(customer: Customer) -> None:
    add(customer, use(1), use(1, 1), use(2))
    pull(customer)
    customer.run("DELETE FROM shop.uses WHERE uid = '1-1'")
    assert pulled(customer) == [1]
    assert events_held() == {1: 1, 2: 1}


@pytest.mark.django_db
def test_a_day_that_is_empty_there_now_stays_until_somebody_says_that_it_is(customer: Customer) -> None:
    add(customer, use(1), use(2))
    pull(customer)
    customer.run("TRUNCATE shop.uses")
    report = pull(customer)
    assert not report.is_whole
    assert "2 days that were pulled have no row there any more" in report.stopped
    assert events_held() == {1: 1, 2: 1}
    assert pull(customer, accept_empty=True).is_whole
    assert events_held() == {}
    assert set(RollupPartition.objects.values_list("rows", flat=True)) == {0}
    assert pulled(customer, accept_empty=True) == [], "found empty once, it is no news"
    add(customer, use(2))
    assert pulled(customer) == [2]


@pytest.mark.django_db
def test_another_map_or_rule_pulls_every_day_anew(customer: Customer) -> None:
    """However long ago it is."""
    old = replace(use(1), occurred_at=datetime(2025, 1, 1, 9, tzinfo=UTC), event_id="old", action="bot.ping")
    add(customer, old, use(1), use(2))
    pull(customer)
    ActivitySource.objects.filter(name="lake").update(excluded_actions=["bot.*"])
    assert pulled(customer) == [1, 1, 2]
    assert pulled(customer) == []
    assert not RollupPartition.objects.filter(date=old.occurred_at.date(), rows__gt=0).exists()


@pytest.mark.django_db
def test_a_change_that_no_count_shows_is_pulled_when_somebody_asks_again(customer: Customer) -> None:
    add(customer, use(1), use(2))
    pull(customer)
    customer.run("UPDATE shop.uses SET who = 'other' WHERE uid = '2-0'")
    assert pulled(customer) == []
    assert pulled(customer, since=date(2026, 4, 2), again=True) == [2]
    path = pulled_dir() / PulledDay.objects.get(date=date(2026, 4, 2), replaced_at=None).path
    assert duckdb.execute('SELECT "user" FROM read_parquet($path)', {"path": str(path)}).fetchall() == [("other",)]


@pytest.mark.django_db
def test_a_day_that_lost_something_is_told_from_one_that_gained(customer: Customer) -> None:
    """Reports and lists of the affected go on from what was counted only while days gain."""
    add(customer, use(1), use(1, 1), use(2))
    pull(customer)
    add(customer, use(1, 2))
    customer.run("UPDATE shop.uses SET amount = 5 WHERE uid = '2-0'")
    before = counting_text()
    assert pulled(customer) == [1, 2]
    assert counting_text() == before == exclusion_text()
    customer.run("UPDATE shop.uses SET who = 'other', amount = 2 WHERE uid = '1-1'")
    assert pulled(customer) == [1], "as many rows of the roll-up as before"
    assert counting_text() == f"{before} less 1"
    customer.run("DELETE FROM shop.uses WHERE uid = '2-0'")
    pull(customer, accept_empty=True)
    assert counting_text() == f"{before} less 2"


@pytest.mark.django_db
def test_days_before_those_that_are_asked_for_stay_as_they_are(customer: Customer) -> None:
    early = replace(use(1), occurred_at=datetime(2026, 2, 1, 9, tzinfo=UTC), event_id="early")
    add(customer, early, use(2), use(10))
    assert pulled(customer, since=FIRST) == [2, 10]
    assert pulled(customer) == [], "35 days before the newest do not reach it"
    assert pulled(customer, since=date(2026, 1, 1)) == [1]


@pytest.mark.django_db
def test_files_of_replaced_days_go_when_nobody_reads_them_any_more(customer: Customer) -> None:
    add(customer, use(1))
    pull(customer)
    add(customer, use(1, 1))
    pull(customer)
    files = list(pulled_dir().glob("2026-04-01-*.parquet"))
    assert len(files) >= 2
    refresh(now=NOW)
    assert list(pulled_dir().glob("2026-04-01-*.parquet")) == files, "somebody may read them"
    for file in files:
        os.utime(file, (0, 0))
    refresh(now=NOW)
    kept = PulledDay.objects.get(replaced_at=None).path
    assert [each.name for each in pulled_dir().glob("2026-04-01-*.parquet")] == [kept]


@pytest.mark.django_db
def test_days_end_with_their_roll_ups_and_are_not_pulled_again(customer: Customer) -> None:
    """Also where no event was ever imported; the warehouse still has them."""
    old = replace(use(1), occurred_at=datetime(2024, 5, 1, 9, tzinfo=UTC), event_id="old")
    add(customer, old, use(1))
    assert pulled(customer) == [1, 1]
    assert compact(now=NOW, roll_up_days=400).forgotten == 1
    assert list(PulledDay.objects.filter(replaced_at=None).values_list("date", flat=True)) == [FIRST]
    assert refresh(now=NOW) == 0
    assert not RollupPartition.objects.filter(date__year=2024).exists()
    warehouse = customer.warehouse()
    again = pull_activity(warehouse=warehouse, actor=ACTOR, now=NOW, since=date(2024, 1, 1), roll_up_days=400)
    assert (again.days, again.rows_there) == ([], 1)
    assert [each.date.year for each in pull(customer, since=date(2024, 1, 1)).days] == [2024], "kept for ever"
