"""Working days come from the country; the announcement is early enough for the longest floor (A8, P15)."""

from datetime import date

import pytest

from lifecycle.api import Account, AuditEvent, SunsetPlan
from lifecycle.rules.lead_time import earliest
from lifecycle.rules.plan_settings import PlanSettings, as_json
from notifications.api import push_evidence, reconcile
from notifications.models import CalendarDay, Obligation, PlanCalendar
from notifications.rules.working_days import MONDAY_TO_FRIDAY
from notifications.services.calendars import CalendarBook, working_days_of
from notifications.services.floors import announce_by, demands_of, lawful_from
from notifications.services.plan_calendar import calendar_alarms
from tests.cast import NOON, OFF, a_plan, acme
from tests.notifications.scenes import announced


def test_china_works_on_made_up_saturdays_and_rests_in_spring() -> None:
    china = working_days_of("CN", first_year=2026)
    assert china.is_working(date(2026, 2, 14))
    assert not china.is_working(date(2026, 2, 17))


@pytest.mark.parametrize(("country", "decreed"), [("CN", 2026), ("RU", 2027), ("HU", 2026)])
def test_a_year_that_is_not_decreed_yet_is_not_covered(country: str, decreed: int) -> None:
    """notices case 25: China, Russia and others move days of rest by decree, a year at a time."""
    known = working_days_of(country, first_year=2026, last_year=2040).known_until
    assert known
    assert decreed <= known.year < 2040
    assert working_days_of("DE", first_year=2026, last_year=2040).covers(date(2041, 12, 31))
    assert not working_days_of("DE", first_year=2026).covers(date(2029, 1, 1))


def test_russia_rests_in_january_and_works_on_a_moved_saturday() -> None:
    """notices case 25"""
    russia = working_days_of("RU", first_year=2027)
    assert not any(russia.is_working(date(2027, 1, day)) for day in range(1, 11))
    assert russia.is_working(date(2027, 1, 11))
    assert russia.is_working(date(2027, 2, 20))


def test_a_week_in_riyadh_begins_on_sunday() -> None:
    riyadh = working_days_of("SA", first_year=2027)
    assert riyadh.is_working(date(2027, 3, 28))
    assert not riyadh.is_working(date(2027, 3, 26))


@pytest.mark.django_db
def test_own_days_go_before_the_table_and_the_accounts_before_those_of_its_place() -> None:
    by = "Paul"
    days = [("DE", date(2027, 3, 1), False), ("DE-BY", date(2027, 3, 2), False), ("DE-BY", date(2027, 1, 6), True)]
    account = acme()
    account.country = "DE-BY"
    table = CalendarBook.read(first_year=2027)
    for place, day, is_worked in days:
        CalendarDay.objects.create(place=place, date=day, is_worked=is_worked, source="decree", set_by=by, set_at=NOON)
    CalendarDay.objects.create(account=account, date=days[0][1], is_worked=True, source="mail", set_by=by, set_at=NOON)
    book = CalendarBook.read(first_year=2027)
    worked = [book.of(account).is_working(date(2027, *day)) for day in ((3, 1), (3, 2), (1, 6))]
    assert worked == [True, False, True]
    assert [table.of(account).is_working(date(2027, *day)) for day in ((3, 1), (3, 2), (1, 6))] == [True, True, False]
    assert (table.version, book.version.partition(",")[0]) == (book.version.partition(",")[0], table.version)
    assert "4 own days" in book.version


@pytest.mark.django_db
def test_a_plan_keeps_its_calendar_and_a_table_that_ends_too_soon_is_an_alarm() -> None:
    """notices case 25: shown as assumed, alarmed where the table ends, on record when the table changes."""
    plan, account = announced(acme()), acme()
    kept = PlanCalendar.objects.get(plan=plan)
    assert (kept.version, kept.gaps) == (CalendarBook.read(first_year=2027).version, [])
    Account.objects.filter(pk=account.pk).update(country="CN")
    CalendarDay.objects.create(place="CN", date=OFF, is_worked=False, source="decree", set_by="Paul", set_at=NOON)
    reconcile(plan_id=plan.pk, now=NOON)
    (alarm,) = calendar_alarms()
    assert alarm.plan_key == plan.key
    assert alarm.gaps[0].startswith("CN after ")
    assert "1 own days" in alarm.version
    assert AuditEvent.objects.filter(action="notifications.calendar.changed").count() == 1


def test_regions_differ_and_an_unknown_region_falls_back_to_its_country() -> None:
    epiphany = date(2027, 1, 6)
    assert not working_days_of("DE-BY", first_year=2027).is_working(epiphany)
    assert working_days_of("DE-QQ", first_year=2027).is_working(epiphany)


@pytest.mark.parametrize("country", ["", "ZZ", "nowhere"])
def test_an_unknown_country_works_monday_to_friday_and_says_so(country: str) -> None:
    days = working_days_of(country, first_year=2027)
    assert days == MONDAY_TO_FRIDAY
    assert days.assumed


@pytest.mark.django_db
def test_the_announcement_keeps_the_policy_with_a_margin() -> None:
    plan, account = a_plan(), acme()
    demands = demands_of(plan, account)
    last = announce_by(OFF, demands, MONDAY_TO_FRIDAY)
    assert last == date(2027, 3, 25)  # two months before 1 June, and five working days for a bounce
    assert lawful_from(last, demands) == date(2027, 5, 25)


@pytest.mark.django_db
def test_a_longer_contract_binds() -> None:
    plan, account = a_plan(), acme()
    account.notice_days = 120
    assert announce_by(OFF, demands_of(plan, account), MONDAY_TO_FRIDAY) == date(2027, 1, 25)


@pytest.mark.django_db
def test_an_input_that_is_missing_is_unknown() -> None:
    plan = a_plan()
    plan.policy = "kubernetes.ga"
    demands = demands_of(plan, acme())
    assert lawful_from(date(2027, 1, 1), demands) is None
    assert announce_by(OFF, demands, MONDAY_TO_FRIDAY) is None


@pytest.mark.django_db
def test_floors_that_two_people_overrode_ask_for_nothing_but_the_contract() -> None:
    plan, account = a_plan(), acme()
    plan.settings = as_json(PlanSettings(overrides=("own.core: 2027-06-01 instead of 2027-07-01",)))
    assert lawful_from(date(2027, 5, 1), demands_of(plan, account)) == date(2027, 5, 1)
    account.notice_days = 20
    assert lawful_from(date(2027, 5, 1), demands_of(plan, account)) == date(2027, 5, 21)


@pytest.mark.django_db
def test_the_law_of_the_country_binds_where_it_asks_for_most() -> None:
    """A8: thirty days in the Union, though two people overrode every other floor."""
    plan, account = a_plan(), acme()
    plan.settings = as_json(PlanSettings(overrides=("own.core: 2027-06-01 instead of 2027-07-01",)))
    account.country = "DE-BY"
    found = earliest(told_date=date(2027, 2, 1), demands=demands_of(plan, account))
    assert (found.binding, found.date) == ("law.eu_2019_1150", date(2027, 3, 3))
    account.notice_days = 45
    assert earliest(told_date=date(2027, 2, 1), demands=demands_of(plan, account)).binding == "contract"


@pytest.mark.django_db
def test_one_countrys_law_moves_nobody_elses_last_day_to_be_told() -> None:
    Account.objects.filter(pk=acme().pk).update(country="DE")  # A8: equal contracts, unequal laws
    plan = announced()
    SunsetPlan.objects.update(settings=as_json(PlanSettings(overrides=("own.core: no floor",))))
    push_evidence(plan_id=plan.pk, now=NOON)
    days = Obligation.objects.filter(notice__code="sunset_announced").values_list("account__key", "floor_date")
    assert dict(days) == {"acme": date(2027, 5, 2), "corner-shop": OFF}
