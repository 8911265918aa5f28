"""A day is put before the public table by a person with a source, on record, and taken back (A12, A17)."""

import json

import pytest

from lifecycle.api import Account, AuditEvent
from tests.cast import acme, dora, paul
from tests.notifications.scenes import announced
from tests.notifications.test_commands import run

pytestmark = pytest.mark.django_db


def test_a_made_up_saturday_is_set_shown_listed_and_taken_back() -> None:
    """notices case 25: a decree that the table does not know yet."""
    day = ("2027-02-20", "--place", "cn", "--as", paul().email)
    assert run("working_days", "list")[0] == 3
    assert run("working_days", "work", *day)[0] == 1  # without a source
    assert run("working_days", "work", *day, "--source", "State Council") == (0, "CN: 2027-02-20: work\n")
    assert run("working_days", "work", *day, "--source", "State Council")[0] == 3
    assert run("working_days", "list")[1] == "2027-02-20  CN: work (State Council)\n"
    shown = json.loads(run("working_days", "show", "--place", "CN", "--year", "2027", "--json")[1])
    assert "2027-02-20" in shown["worked"]
    assert "2027-01-01" in shown["rest"]
    assert run("working_days", "drop", *day)[0] == 0
    assert run("working_days", "drop", *day)[0] == 3
    acts = AuditEvent.objects.filter(action__startswith="notifications.calendar_day").order_by("id")
    assert [act.action.rpartition(".")[2] for act in acts] == ["set", "dropped"]


def test_only_who_edits_plans_or_runs_the_service_sets_a_day() -> None:
    account = acme()
    day = ("rest", "2027-05-14", "--account", account.key, "--source", "their works holiday", "--as")
    assert run("working_days", *day, dora().email)[0] == 2
    assert run("working_days", *day, paul().email)[0] == 0
    assert "2027-05-14 Fri  rest" in run("working_days", "show", "--account", account.key, "--year", "2027")[1]


@pytest.mark.parametrize("words", [("show",), ("show", "--place", "XX"), ("show", "--place", "DE", "--year", "1")])
def test_a_place_or_a_year_that_is_none_is_an_error(words: tuple[str, ...]) -> None:
    assert run("working_days", *words)[0] == 1


def test_a_table_that_ends_before_a_plan_is_found() -> None:
    account = acme()
    assert run("working_days", "check")[0] == 0
    Account.objects.filter(pk=account.pk).update(country="CN")
    announced(Account.objects.get(pk=account.pk))
    code, text = run("working_days", "check")
    assert code == 2
    assert "no table of CN after 20" in text
