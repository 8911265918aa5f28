"""Do the pages about reach, the desk and the briefing act as they say, and refuse with a sentence (A13, A14)?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lifecycle.api import AuditEvent, newest_facts
from lifecycle.models import Account, SunsetPlan, User
from lifecycle.rules.stages import Stage
from notifications.api import push_briefing
from notifications.models import BriefedTeam, DeskTask, Notice, Obligation
from tests.cast import NOON, a_plan, acme, corner_shop, dora, know, lena, olga, paul

pytestmark = pytest.mark.django_db


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


@pytest.fixture
def plan() -> SunsetPlan:
    """Two accounts that never heard of an announcement which was due long ago."""
    plan = a_plan(stage=Stage.ANNOUNCED)
    notice = Notice.objects.create(plan=plan, code="sunset_announced", content_sha="a" * 64, created_at=NOON)
    for account in (acme(), corner_shop()):
        know(plan, "usage_below", 3, account=account, at=NOON)
        Obligation.objects.create(notice=notice, account=account, date_revision=1, due_date="2026-01-05")
    return plan


def test_the_list_leaves_as_table_and_as_json_and_one_account_is_let_go(plan: SunsetPlan) -> None:
    mine, path = client(dora()), f"/console/plans/{plan.key}/unreached/"
    assert "nothing has left yet" in mine.get(path).content.decode()
    assert [row["account"] for row in mine.get(path + "?format=json").json()["unreached"]] == ["acme", "corner-shop"]
    assert "corner-shop,sunset_announced,open,unsent,2026-01-05" in mine.get(path + "?format=csv").content.decode()
    shop = Obligation.objects.get(account=corner_shop())
    assert mine.get(path + f"{shop.pk + 999}/waive/").status_code == 404
    assert mine.post(path + f"{shop.pk}/waive/", {"reason": "closed"}).status_code == 302
    key = Obligation.objects.get(account=acme())
    assert client(olga()).post(path + f"{key.pk}/waive/", {"reason": "x"}).status_code == 403
    mine.post(path + f"{key.pk}/waive/", {"reason": "merged"})
    waiver = key.waivers.get()
    assert client(paul()).get(path + f"{plan_uuid()}/agree/").status_code == 404
    assert client(paul()).post(path + f"{waiver.uuid}/agree/").status_code == 302
    assert set(Obligation.objects.values_list("status", flat=True)) == {"waived"}
    assert "Everybody who is due" in mine.get(path).content.decode()


def test_the_list_costs_the_same_for_two_accounts_and_for_forty(plan: SunsetPlan) -> None:
    mine, path = client(dora()), f"/console/plans/{plan.key}/unreached/"
    few = queries(mine, path)
    more = Account.objects.bulk_create(
        Account(key=f"k{n}", name=f"K {n}", tier="key" if n % 2 else "light", created_at=NOON) for n in range(38)
    )
    notice = Notice.objects.get()
    Obligation.objects.bulk_create(
        Obligation(notice=notice, account=each, date_revision=1, due_date="2026-01-05") for each in more
    )
    assert queries(mine, path) == few


def queries(mine: Client, path: str) -> int:
    mine.get(path)
    with CaptureQueriesContext(connection) as found:
        assert mine.get(path).status_code == 200
    return len(found)


def plan_uuid() -> str:
    return "00000000-0000-4000-8000-00000000dead"


def test_the_account_page_leads_to_a_call_its_acts_and_the_proof(plan: SunsetPlan) -> None:
    mine = client(dora())
    page = mine.get("/console/accounts/acme/").content.decode()
    assert 'href="?format=dates.ics"' in page
    assert "Reports" in page
    assert "nothing was tried yet" in page
    assert mine.get("/console/accounts/nobody/").status_code == 404
    assert client(olga()).post("/console/accounts/acme/contact/", {"plan": plan.key}).status_code == 403
    answer = mine.post("/console/accounts/acme/contact/", {"plan": plan.key})
    task = DeskTask.objects.get()
    assert answer.headers["Location"] == f"/console/desk/{task.uuid}/"
    today = timezone.now().date()  # noqa: TID251 - the views read the real clock
    later, call = (today + timedelta(days=3)).isoformat(), f"/console/desk/{task.uuid}/"
    assert mine.post(call + "later/", {"until": today.isoformat()}).status_code == 409
    assert mine.post(call + "later/", {"until": later}).status_code == 302
    lena()
    assert mine.post(call + "hand-over/", {"to": lena().email, "note": "yours"}).status_code == 302
    assert mine.post(call, {"outcome": "promised"}).status_code == 422
    asked = {"outcome": "asked_exemption", "person": "Alice", "note": "until July"}
    assert mine.post(call, asked).headers["Location"] == call
    assert "Give leave to this account" in mine.get(call).content.decode()
    assert mine.post(call + "undo/", {"note": ""}).status_code == 302
    assert "Outcome undone" in mine.get("/console/accounts/acme/").content.decode()
    assert mine.post("/console/desk/away/", {"first": later, "last": today.isoformat()}).status_code == 422
    assert mine.post("/console/desk/away/", {"first": later, "last": later, "backup": lena().email}).status_code == 302
    assert "stands in" in mine.get("/console/desk/week/").content.decode()
    assert mine.get("/console/accounts/acme/proof/json/").status_code == 405
    assert not AuditEvent.objects.filter(action="notifications.proof.taken").exists()
    assert mine.post("/console/accounts/acme/proof/json/").json()["count"] > 0
    assert mine.post("/console/accounts/acme/proof/pdf/").content.startswith(b"%PDF")
    assert mine.post("/console/accounts/acme/proof/doc/").status_code == 404
    assert AuditEvent.objects.filter(action="notifications.proof.taken", actor="Dora").count() == 2


def test_each_team_confirms_the_very_text_before_a_customer_hears() -> None:
    plan = a_plan(stage=Stage.DECIDED)
    path = f"/console/plans/{plan.key}/briefing/"
    written = {"wording": "Reports end.", "answers": "", "teams": "Support\nSales, dora@sunsetter.example"}
    assert client(dora()).post(path + "write/", written).status_code == 403
    assert client(paul()).post(path + "write/", {**written, "teams": "Sales, nowhere"}).status_code == 422
    assert client(paul()).post(path + "write/", written).status_code == 302
    assert newest_facts(plan)["teams_briefed", ""].value is False
    sales, support = (BriefedTeam.objects.get(name=name) for name in ("Sales", "Support"))
    seen = {"team": str(sales.uuid), "seen": sales.briefing.text_sha}
    assert client(olga()).post(path, seen).status_code == 403
    assert client(dora()).post(path, {**seen, "seen": "0" * 64}).status_code == 409
    assert client(dora()).post(path, {**seen, "team": plan_uuid()}).status_code == 404
    assert client(dora()).post(path, seen).status_code == 302
    client(olga()).post(path, {**seen, "team": str(support.uuid)})
    assert newest_facts(plan)["teams_briefed", ""].value is True
    now = timezone.now()  # noqa: TID251 - the views read the real clock
    BriefedTeam.objects.filter(pk=sales.pk).update(text_sha="0" * 64)  # as if it was confirmed while it was rewritten
    push_briefing(plan_id=plan.pk, now=now)
    assert newest_facts(plan)["teams_briefed", ""].value is False
    BriefedTeam.objects.filter(pk=sales.pk).update(text_sha=sales.briefing.text_sha)
    push_briefing(plan_id=plan.pk, now=now)
    assert "all confirmed" in client(paul()).get(path).content.decode()
    client(paul()).post(path + "write/", {**written, "wording": "Reports end soon."})
    assert newest_facts(plan)["teams_briefed", ""].value is False
    assert "Reports end soon." in client(paul()).get(path + "write/").content.decode()
    SunsetPlan.objects.update(stage=Stage.ANNOUNCED)
    assert client(paul()).post(path + "write/", written).status_code == 409
