"""A2, A3: a refused day is asked for, and told, until it can be taken, however long ago it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.models import ActivityImport, ActivitySource, ImportedDay, ImportStatus, PulledDay
from analytics.rules.activity import ActivityEvent
from analytics.services.refresh import refresh
from tests.analytics.pull.customers import NOW, Customer, pull, row_of

pytestmark = pytest.mark.django_db
LAST = datetime(2026, 4, 1, 9, tzinfo=UTC)
BAD = date(2026, 2, 1)
SPOIL = (
    "INSERT INTO shop.uses SELECT at, org, 'other', feature, act, amount, uid FROM shop.uses WHERE at < '2026-02-02'"
)
HEAL = "DELETE FROM shop.uses WHERE who = 'other'"


def sixty_days(customer: Customer) -> None:
    """The first of which has one id for two events."""
    uses = [ActivityEvent(LAST - timedelta(days=back), "acme", "u", "files", event_id=f"e{back}") for back in range(60)]
    customer.add([row_of(each) for each in uses])
    customer.run(SPOIL)


def test_it_is_refused_each_time_and_taken_when_it_is_mended(customer: Customer) -> None:
    sixty_days(customer)
    report = pull(customer)
    assert (report.pulled, report.is_whole) == (59, False)
    assert [each.date for each in pull(customer).refused] == [BAD]
    assert ImportedDay.objects.count() == 59
    customer.run(HEAL)
    report = pull(customer)
    assert ([each.date for each in report.days], report.is_whole) == ([BAD], True)
    assert ImportedDay.objects.count() == 60
    again = pull(customer)
    assert (again.days, again.due.unchanged) == ([], 36), "35 days before the newest, as ever"


def test_a_refusal_is_on_record_once_and_no_reader_sees_it(customer: Customer) -> None:
    sixty_days(customer)
    pull(customer)
    pull(customer)
    kept = ActivityImport.objects.get(status=ImportStatus.REFUSED)
    assert (kept.rows, kept.added, "stand for two events" in kept.message) == (2, 0, True)
    assert not PulledDay.objects.filter(date=BAD, replaced_at=None).exists()
    assert refresh(now=NOW) == 0
    customer.run("UPDATE shop.uses SET amount = 7 WHERE who = 'other'")
    assert pull(customer).refused
    assert ActivityImport.objects.filter(status=ImportStatus.REFUSED).count() == 2, "another content"


def test_a_day_that_was_taken_before_stays_as_it_was(customer: Customer) -> None:
    sixty_days(customer)
    customer.run(HEAL)
    pull(customer)
    customer.run(SPOIL)
    assert pull(customer, since=BAD).refused
    assert ImportedDay.objects.filter(date=BAD).get().events == 1
    assert [each.date for each in pull(customer).refused] == [BAD]
    customer.run(HEAL)
    assert pull(customer).due.unchanged == 60
    assert pull(customer).due.unchanged == 36
    assert ActivityImport.objects.filter(status=ImportStatus.REFUSED).count() == 1, "on record still"


def test_a_day_that_is_not_there_any_more_is_not_asked_for(customer: Customer) -> None:
    sixty_days(customer)
    pull(customer)
    customer.run("DELETE FROM shop.uses WHERE at < '2026-02-02'")
    assert pull(customer).due.unchanged == 59
    assert pull(customer).due.unchanged == 36


def test_where_all_is_refused_the_source_is_known_and_all_is_asked_for(customer: Customer) -> None:
    use = ActivityEvent(LAST, "acme", "u", "files", event_id="e")
    customer.add([row_of(use), row_of(ActivityEvent(LAST, "acme", "other", "files", event_id="e"))])
    assert pull(customer, hash_users=True).refused
    assert ActivitySource.objects.get().hashes_users
    assert pull(customer).refused
