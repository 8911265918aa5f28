"""Operators list a plan's contacts and simulate what would go out; nothing is written by asking (A17)."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from config.services.mail_sink import MailSink
from notifications.api import simulate
from notifications.models import Notice, Touchpoint
from tests.cast import NOON, OFF, a_plan, acme, corner_shop, know
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(*words, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_notices_lists_contacts_with_their_deliveries(mail: MailSink) -> None:
    plan = announced(acme())
    live_until(plan, days_later(5))
    code, text = run("notices", plan.key, "--json")
    assert code == 0
    rows = json.loads(text)
    served = [row for row in rows if row["status"] == "served"]
    assert {row["channel"] for row in served} == {"email", "in_app"}
    assert served[0]["deliveries"][0]["status"] == "accepted"
    assert "acme" in run("notices", plan.key)[1]


def test_nothing_uncertain_is_nothing_to_do() -> None:
    assert run("notices", announced().key, "uncertain") == (3, "Nothing is uncertain.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("notices", "nobody"),
        ("simulate", "nobody", "--until", "2027-01-01"),
        ("simulate", "reports-sunset", "--until", "soon"),
        ("simulate", "reports-sunset", "--until", "2027-06-01", "--now", "2027-01-01T12:00:00"),
    ],
)
def test_what_cannot_be_understood_is_an_error(words: tuple[str, ...]) -> None:
    a_plan()
    assert run(*words)[0] == 1


def test_simulation_says_notices_calls_and_who_is_not_ready_and_writes_nothing() -> None:
    plan = a_plan()
    for account in (acme(), corner_shop()):
        know(plan, "usage_below", 0, account=account, at=NOON)
    know(plan, "export_settled", True, account=acme(), at=NOON)
    found = simulate(plan=plan, until=OFF, now=NOON)
    assert found.days[0].notices == (
        ("sunset_announced", "desk_task", 1),
        ("sunset_announced", "email", 1),
        ("sunset_announced", "in_app", 1),
    )
    assert found.calls[0].csm == "dora@sunsetter.example"
    assert [(each.account, each.reasons) for each in found.not_ready] == [("corner-shop", ("export is unknown",))]
    assert not Touchpoint.objects.exists()
    assert not Notice.objects.exists()
    code, text = run("simulate", plan.key, "--until", "2027-06-01", "--now", NOON.isoformat(), "--json")
    assert code == 0
    assert json.loads(text)["plan"] == plan.key


def test_the_simulated_contacts_are_those_that_come_to_be() -> None:
    plan = announced()
    simulated = {(each.account, each.step, each.at) for each in simulate(plan=plan, until=OFF, now=NOON).contacts}
    rows = Touchpoint.objects.filter(day__lte=OFF).select_related("account")
    assert simulated == {(row.account.key, row.step, row.due_at) for row in rows}
