"""Do the files of the console's tables hold the same rows behind the same door, in cells that calculate nothing?

Interface, section 1 rule 12: every table gives CSV of the same filter; S9: guarded cells.
"""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from console.views.files import MARK, csv_response
from lifecycle.models import Account, Exemption, SunsetPlan, User
from lifecycle.models.shutdown import Straggler
from lifecycle.rules.stages import Stage
from notifications.models import DeskTask
from tests.cast import NOON, OFF, a_plan, acme, charlie, corner_shop, dora, know, paul

PLAN = "/console/plans/reports-sunset/"
FORMULA = '=HYPERLINK("http://x","Acme")'


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8", address
    told = answer.getvalue().decode()
    assert told.startswith(MARK)
    return list(csv.DictReader(io.StringIO(told[1:])))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def a_crowded_plan() -> SunsetPlan:
    """Twenty-two accounts, one of which calls itself a formula; somebody still tries, somebody has leave."""
    plan = a_plan(stage=Stage.OBSERVING)
    Account.objects.bulk_create(Account(key=f"a{n:02}", name=f"A {n}", created_at=NOON) for n in range(20))
    acme(), corner_shop()
    Account.objects.filter(key="acme").update(name=FORMULA)
    for account in Account.objects.all():
        know(plan, "usage_below", 3 if account.key == "acme" else 0, account=account, at=NOON)
    Straggler.objects.create(plan=plan, account=acme(), subject="+bot", count=7, first_at=NOON, last_at=NOON)
    Exemption.objects.create(
        plan=plan,
        account=corner_shop(),
        kind="access",
        reason="@once a quarter",
        starts_at=NOON,
        ends_at=NOON + timedelta(days=9),
    )
    return plan


@pytest.mark.django_db
def test_the_files_of_a_plan_hold_every_row_and_no_formula() -> None:
    a_crowded_plan()
    client = signed_in(paul())
    page = client.get(PLAN).content.decode()
    shown = re.findall(r'scope="row"><a href="/console/accounts/([^/"]+)/"', page)
    accounts = rows_of(client, f"{PLAN}?format=accounts.csv")
    assert [row["account"] for row in accounts][: len(shown)] == shown
    assert (len(shown), len(accounts)) == (20, 22)
    told = {row["account"]: row for row in accounts}
    assert (told["acme"]["name"], told["acme"]["usage_below"]) == (f"'{FORMULA}", "3")
    assert told["corner-shop"]["usage_below_as_of"] == NOON.isoformat()
    assert told["corner-shop"]["all_reached"] == told["corner-shop"]["switch_asked"] == ""  # unknown is not no
    straggler = rows_of(client, f"{PLAN}?format=stragglers.csv")[0]
    assert (straggler["account"], straggler["subject"], straggler["count"]) == ("acme", "'+bot", "7")
    leave = rows_of(client, f"{PLAN}?format=leave.csv")[0]
    assert (leave["account"], leave["leave"], leave["reason"]) == ("corner-shop", "access", "'@once a quarter")
    gate = rows_of(client, f"{PLAN}?format=gate.csv")
    named = set(re.findall(r'cell-sub">\w+ · (\w+)<', page))
    assert named <= {row["criterion"] for row in gate}
    assert {"missing"} == {row["status"] for row in gate if row["criterion"] == "observation_over"}
    for name in ("gate", "accounts", "leave", "stragglers"):
        assert f"?format={name}.csv" in page


@pytest.mark.django_db
def test_the_files_of_lists_honour_the_filter_of_the_page() -> None:
    plan, other = a_plan(), a_plan(module="fax", stage=Stage.CLOSED)
    for number, whose in enumerate(("dora@sunsetter.example", "")):
        DeskTask.objects.create(
            account=acme(), plan=plan, source=f"t{number}", kind="call", due_date=OFF, subject="call", created_at=NOON,
            owner_email=whose,
        )  # fmt: skip
    know(plan, "usage_below", 0, account=acme(), at=NOON)
    client = signed_in(dora())
    desk = "/console/desk/?whose={}&format=csv"
    assert [len(rows_of(client, desk.format(whose))) for whose in ("mine", "all")] == [1, 2]
    portfolio = "/console/portfolio/?format=csv"
    row = rows_of(client, portfolio)[0]
    assert (row["plan"], row["accounts"], row["revenue"]) == (plan.key, "1", "")  # in no currency: unknown
    assert row["switch_off_date"] == OFF.isoformat()
    assert [each["plan"] for each in rows_of(client, f"{portfolio}&stage=closed&ended=1")] == [other.key]
    assert "format=csv" in client.get("/console/portfolio/").content.decode()
    assert rows_of(client, "/console/audit/?action=nothing&format=csv") == []
    retirements = rows_of(client, "/console/accounts/acme/?format=retirements.csv")
    assert [(each["plan"], each["usage_below"]) for each in retirements] == []  # a draft is nobody's business yet


@pytest.mark.django_db
def test_nobody_else_gets_a_byte_of_them() -> None:
    """S2: the files stand behind the door of their page."""
    a_plan(stage=Stage.OBSERVING)
    addresses = [
        *(f"{PLAN}?format={name}.csv" for name in ("gate", "accounts", "touchpoints")),
        *("/console/desk/?format=csv", "/console/audit/?format=csv", "/console/health/?format=rooms.csv"),
        *("/console/imports/senders/?format=tokens.csv", "/console/imports/senders/?format=batches.csv"),
    ]
    outsider, stranger, staff = signed_in(charlie()), Client(), signed_in(dora())
    for address in addresses:
        assert outsider.get(address).status_code == 403, address
        assert stranger.get(address).status_code == 302, address
        answer = staff.get(address)
        assert answer["Content-Disposition"].startswith("attachment; filename="), address
        assert len(answer.getvalue().splitlines()[0].split(b",")) > 1


def test_numbers_stay_numbers_and_texts_calculate_nothing() -> None:
    rows = [(-5, -0.5, Decimal("-1.50"), None, "-5", "＝1", NOON)]
    told = csv_response("x.csv", "abcdefg", rows).content.decode("utf-8-sig").splitlines()[1]
    assert told == "-5,-0.5,-1.50,,'-5,'＝1,2027-03-01T12:00:00+00:00"
