"""Does a product manager plan, end and call off outages in the console? (A18)"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lifecycle.models import Brownout
from lifecycle.rules.stages import Stage
from tests.cast import a_plan, paul

pytestmark = pytest.mark.django_db


@pytest.fixture
def pauls_browser(client: Client) -> Client:
    client.force_login(paul())
    return client


def test_a_series_is_planned_shown_ended_and_called_off(pauls_browser: Client) -> None:
    today = timezone.now()  # noqa: TID251 - the pages under test read the real clock
    plan = a_plan(stage=Stage.READ_ONLY, switch_off_date=(today + timedelta(days=60)).date())
    plan.milestones.filter(kind="closed_to_new").update(date=today.date() - timedelta(days=1))
    address = f"/console/plans/{plan.key}/outages/"
    wrong = pauls_browser.post(address, {"first": "", "at": "10:00", "hours": "1, none"})
    assert wrong.status_code == 422
    assert "Whole hours separated by commas" in wrong.content.decode()
    assert "1, none" in wrong.content.decode()  # nothing typed is lost
    late = pauls_browser.post(address, {"first": (today + timedelta(days=58)).date(), "at": "10:00", "hours": "1"})
    assert late.status_code == 409
    assert "a week before the switch-off" in late.content.decode()
    done = pauls_browser.post(
        address, {"first": (today + timedelta(days=7)).date(), "at": "10:00", "hours": "1, 4"}, follow=True
    )
    assert "2 outages are planned." in done.content.decode()
    assert f"{address}end/" not in done.content.decode()
    Brownout.objects.filter(pk=plan.brownouts.earliest("starts_at").pk).update(starts_at=today - timedelta(minutes=1))
    assert f"{address}end/" in pauls_browser.get(f"/console/plans/{plan.key}/").content.decode()
    pauls_browser.post(f"{address}end/", {"reason": "a hospital depends on it"})
    pauls_browser.post(f"{address}cancel/", {"reason": "for good"})
    assert [each.outcome for each in plan.brownouts.order_by("starts_at")] == ["ended_early", "cancelled"]
    assert pauls_browser.post(f"{address}cancel/", {"reason": "again"}).status_code == 409
