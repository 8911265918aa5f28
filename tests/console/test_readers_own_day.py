"""A12, A14: what is due today is due on the reader's own day, which is not Greenwich's at this hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from lifecycle.rules.assessment_entries import Effect, Group
from lifecycle.services.assess import write_entry
from notifications.models import DeskTask
from tests.cast import NOON, a_plan, acme, dora, paul

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    """In a zone where it is another day than in Greenwich; the views read the real clock."""
    hour = datetime.now(UTC).hour  # noqa: TID251 - see above
    zone = "Pacific/Kiritimati" if hour >= 10 else "Pacific/Pago_Pago"
    for reader in (dora(), paul()):
        reader.timezone = zone
        reader.save()
    return datetime.now(ZoneInfo(zone)).date()  # noqa: TID251 - see above


def test_a_task_that_was_put_off_is_back_on_its_day(today: date, client: Client) -> None:
    client.force_login(dora())
    mine = {"owner_email": dora().email, "due_date": today, "created_at": NOON}
    DeskTask.objects.create(account=acme(), plan=a_plan(), source="test", kind="call", **mine)
    for until, is_back in ((today, True), (today + timedelta(days=1), False)):
        DeskTask.objects.update(snoozed_until=until)
        for path, is_listed in (("/console/desk/", is_back), ("/console/desk/?snoozed=1", not is_back)):
            assert ("Acme Ltd" in client.get(path).text) is is_listed, (until, path)


def test_a_task_is_put_off_by_the_days_of_whoever_puts_it_off(today: date, client: Client) -> None:
    """Today and a month and a day ahead are refused, tomorrow and a month ahead are not."""
    client.force_login(dora())
    mine = {"owner_email": dora().email, "due_date": today, "created_at": NOON}
    task = DeskTask.objects.create(account=acme(), plan=a_plan(), source="test", kind="call", **mine)
    for days, is_put_off in ((0, False), (1, True), (30, True), (31, False)):
        DeskTask.objects.update(snoozed_until=None)
        until = today + timedelta(days=days)
        client.post(reverse("console:snooze", args=[task.uuid]), {"until": str(until), "note": "on holiday"})
        assert (DeskTask.objects.get().snoozed_until == until) is is_put_off, days


def test_an_effect_is_followed_up_on_its_day(today: date, client: Client) -> None:
    acme()
    plan = a_plan()
    client.force_login(paul())
    for number, (day, is_due) in enumerate(((today + timedelta(days=1), False), (today, True))):
        effect = Effect(Group.QA, f"Fewer suites {number}", follow_up_date=day)
        write_entry(plan=plan, entry=effect, actor=paul().actor, now=NOON)
        assert ('<span class="tag">due</span>' in client.get(f"/console/plans/{plan.key}/assessment/").text) is is_due


def test_a_trial_of_a_plan_without_promises_goes_thirty_days_ahead(today: date, client: Client) -> None:
    client.force_login(paul())
    page = client.get(f"/console/plans/{a_plan(dated=False).key}/simulation/").context["page"]
    assert page.until == str(today + timedelta(days=30))
