"""The page shows what other dates would change before they hold, and links the same as JSON (A12, A17)."""

from datetime import timedelta

import pytest
from django.test import Client

from lifecycle.api import Account
from tests.cast import OFF, acme, corner_shop, paul
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", language: str = "en") -> str:
    bound = acme()
    Account.objects.filter(pk=bound.pk).update(notice_days=200)
    plan = announced(Account.objects.get(pk=bound.pk), corner_shop())
    client.force_login(paul())
    return client.get(f"/console/plans/{plan.key}/simulation/{query}", headers={"accept-language": language}).text


def test_another_end_shows_what_moves_and_what_forbids_it(client: Client) -> None:
    text = page(client, f"?off={OFF - timedelta(days=40)}")
    assert "The plan would refuse these dates:" in text
    assert "Contacts that move" in text
    assert "is taken back" in text
    assert f"off={OFF - timedelta(days=40)}" in text


def test_a_later_end_is_shown_as_far_as_it_moves_and_accounts_by_their_names(client: Client) -> None:
    later = OFF + timedelta(days=200)
    text = page(client, f"?off={later}&along=on")
    last = client.get("/console/plans/reports-sunset/simulation/").context["page"].until
    asked = client.get(f"/console/plans/reports-sunset/simulation/?off={later}&along=on&until={last}")
    for shown in (text, asked.text):
        assert "Nothing would go out" not in shown
        assert "Acme Ltd</th>" in shown
    assert asked.context["page"].until > str(later)
    nearer = client.get(f"/console/plans/reports-sunset/simulation/?off={later}&along=on&until={OFF}")
    assert nearer.context["page"].until == str(OFF)  # who asks for less gets less


def test_the_plan_as_it_stands_says_who_hears_too_late_and_by_which_calendar_it_counts(client: Client) -> None:
    text = page(client)
    assert "What this would change" not in text
    assert "contract needs 200 days" in text
    assert "Days are counted by holidays" in text
    assert "Monday to Friday is assumed for 2 accounts" in text
    assert "Mails by day" in text


@pytest.mark.parametrize("query", ["?off=soon", "?off=9999-12-31&along=on", "?until=never&off="])
def test_a_day_that_is_none_is_not_asked_about(client: Client, query: str) -> None:
    assert "What this would change" not in page(client, query)
