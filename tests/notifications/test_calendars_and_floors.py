"""Working days come from the country; the announcement is early enough for the longest floor (A8, P15)."""

from datetime import date

import pytest

from lifecycle.rules.plan_settings import PlanSettings, as_json
from notifications.rules.working_days import MONDAY_TO_FRIDAY
from notifications.services.calendars import working_days_of
from notifications.services.floors import announce_by, demands_of, lawful_from
from tests.cast import OFF, a_plan, acme


def test_china_works_on_made_up_saturdays_and_rests_in_spring() -> None:
    china = working_days_of("CN", first_year=2026)
    assert china.is_working(date(2026, 2, 14))
    assert not china.is_working(date(2026, 2, 17))
    assert china.covers(date(2027, 12, 31))


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
