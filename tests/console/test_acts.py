"""Do the pages of acts act, refuse with the sentences of the service, and lead back (A19, interface section 1)?"""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lifecycle.api import Exemption, LeaveRequest, SunsetPlan, User, open_work, record_late_use
from lifecycle.rules.stages import Stage
from notifications.models import Delivery, DeskTask, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from notifications.services.release import release_due
from notifications.services.settle import settle_ambiguous
from tests.cast import NOON, a_plan, acme, anna, corner_shop, dora, know, olga, paul
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def text(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]  # a response of the test client


def test_one_account_is_given_the_module_back_and_follows_again() -> None:
    plan = a_plan(stage=Stage.OFF)
    know(plan, "usage_below", 0, account=acme(), at=NOON)
    page = f"/console/plans/{plan.key}/"
    assert f'{page}give-back/acme/"' in text(client(dora()).get(page))
    assert client(dora()).post(f"{page}give-back/acme/", {"reason": ""}).status_code == 422
    given = client(dora()).post(f"{page}give-back/acme/", {"reason": "payroll"}, follow=True)
    assert "Acme Ltd has the module back, as at “Export only”." in text(given)
    assert open_work.held_accounts(plan) == {"acme": Stage.EXPORT_ONLY}
    refused = client(dora()).post(f"{page}follow-again/acme/", {"reason": "moved"})
    assert (refused.status_code, "This needs another person" in text(refused)) == (403, True)
    assert client(olga()).post(f"{page}follow-again/acme/", {"reason": "moved"}).status_code == 302
    assert client(olga()).post(f"{page}follow-again/acme/", {"reason": "moved"}).status_code == 409
    assert client(olga()).get(f"{page}give-back/nobody/").status_code == 404


def test_two_people_give_leave_on_two_pages_and_one_ends_it() -> None:
    plan, browser = a_plan(stage=Stage.BROWNOUT), client(olga())
    acme()
    until = str(timezone.now().date() + timedelta(days=20))  # noqa: TID251 - the page reads the real clock
    asked = {"account": "acme", "criterion": "usage_below", "until": until, "owner": "", "reason": "agrees"}
    page = f"/console/plans/{plan.key}/"
    assert browser.post(f"{page}leave/", {**asked, "account": "nobody"}).status_code == 422
    assert "too far away" in text(browser.post(f"{page}leave/", {**asked, "until": "9999-12-31"}))
    assert client(dora()).post(f"{page}leave/", asked).status_code == 403
    assert browser.post(f"{page}leave/", asked).status_code == 302
    request = LeaveRequest.objects.get()
    answer = f"{page}leave/{request.uuid}/answer/"
    assert request.owner_email == olga().email
    assert answer in text(browser.get(page))
    assert answer in text(client(anna()).get("/console/"))
    assert browser.post(answer, {"answer": "confirm"}).status_code == 403, "one person is not two"
    assert client(anna()).post(answer, {"answer": "decline"}).status_code == 422, "a no takes its reason"
    assert client(anna()).post(answer, {"answer": "confirm"}).status_code == 302
    assert client(anna()).post(answer, {"answer": "decline", "reason": "no"}).status_code == 409
    end = f"{page}leave/{Exemption.objects.get().uuid}/end/"
    assert client(anna()).post(end, {"reason": "they moved"}).status_code == 302
    assert not [each for each in open_work.exemptions(plan) if each.ends_at > timezone.now()]  # noqa: TID251 - as above
    assert "over" in text(browser.get(page))
    nothing = "00000000-0000-4000-8000-000000000000"
    assert {browser.get(f"{page}leave/{nothing}/{act}/").status_code for act in ("answer", "end")} == {404}


def test_leave_to_go_on_using_is_given_at_once_or_a_request_is_declined() -> None:
    plan, page = a_plan(stage=Stage.BROWNOUT), "/console/plans/reports-sunset/"
    acme()
    until = str(timezone.now().date() + timedelta(days=20))  # noqa: TID251 - the page reads the real clock
    body = {"account": "acme", "until": until, "reason": "paid"}
    assert "Acme Ltd has leave now." in text(client(olga()).post(f"{page}leave/", body, follow=True))
    client(olga()).post(f"{page}leave/", {**body, "criterion": "contract_end"})
    (asked,) = open_work.leave_requests(plan, now=timezone.now())  # noqa: TID251 - as above
    no = {"answer": "decline", "reason": "they can move"}
    assert client(anna()).post(f"{page}leave/{asked.uuid}/answer/", no).status_code == 302
    assert not open_work.leave_requests(plan, now=timezone.now())  # noqa: TID251 - as above


def test_a_straggler_is_settled_from_the_plans_page() -> None:
    plan = a_plan(stage=Stage.OBSERVING)
    record_late_use(plan=plan, account=acme(), subject="bot", caller="cli", count=3, first_at=NOON, last_at=NOON)
    (row,) = open_work.stragglers(plan)
    page = f"/console/plans/{plan.key}/stragglers/{row.uuid}/"
    assert page in text(client(dora()).get(f"/console/plans/{plan.key}/"))
    assert client(olga()).post(page, {"note": "found"}).status_code == 403
    assert client(dora()).post(page, {"note": "a forgotten script"}).status_code == 302
    assert "a forgotten script" in text(client(dora()).get(page))
    assert client(dora()).get(page.replace(str(row.uuid), "00000000-0000-4000-8000-000000000000")).status_code == 404


def test_a_message_in_doubt_is_settled_and_its_task_leads_there() -> None:
    announced(corner_shop())
    release_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    mail = Delivery.objects.filter(channel="email").earliest("id")
    mail.body_sha, mail.touchpoint.told_at, mail.touchpoint.told_dates = "rendered", NOON, {}
    mail.touchpoint.save()
    settle_ambiguous(mail, now=NOON)
    browser, page = client(olga()), f"/console/uncertain/{mail.uuid}/"
    assert page in text(browser.get("/console/uncertain/"))
    assert page in text(browser.get("/console/"))
    assert browser.get(f"/console/desk/{DeskTask.objects.get().uuid}/").url == page  # type: ignore[attr-defined]  # a redirect
    assert "Messages in doubt" in text(browser.get("/console/health/"))
    assert client(anna()).post(page, {"outcome": "again", "note": "asked"}).status_code == 403
    assert browser.post(page, {"outcome": "again"}).status_code == 422
    assert "it is sent once more" in text(browser.post(page, {"outcome": "again", "note": "asked"}, follow=True))
    once_more = Delivery.objects.filter(channel="email", address=mail.address).order_by("id")
    assert [each.status for each in once_more] == [DeliveryStatus.FAILED, DeliveryStatus.READY]
    assert browser.get(page).status_code == 404


def test_roles_are_given_changed_and_taken_on_the_people_page() -> None:
    browser = client(olga())
    new = {"email": "nils@example.com", "role": "csm", "reason": "joined"}
    assert "Change" not in text(client(paul()).get("/console/people/")).split("<main")[1]
    assert client(paul()).post("/console/people/new/", {**new, "name": "Nils"}).status_code == 403
    assert browser.post("/console/people/new/", new).status_code == 422, "somebody new needs a name"
    assert "Nils: Success manager." in text(browser.post("/console/people/new/", {**new, "name": "Nils"}, follow=True))
    nils = f"/console/people/{User.objects.get(email='nils@example.com').uuid}/"
    assert browser.post(nils, {"role": "csm_lead", "reason": "leads"}).status_code == 302
    assert browser.post(nils, {"role": "none", "reason": "left"}).status_code == 302
    assert browser.get(nils).status_code == 404
    own = browser.post(f"/console/people/{olga().uuid}/", {"role": "approver", "reason": "both"})
    assert (own.status_code, "Nobody changes their own role" in text(own)) == (403, True)


def test_the_closing_report_is_there_once_something_ended() -> None:
    plan, browser = a_plan(stage=Stage.BROWNOUT), client(paul())
    page = f"/console/plans/{plan.key}/report/"
    assert browser.get(page).status_code == 404
    SunsetPlan.objects.update(stage=Stage.OBSERVING)
    assert page in text(browser.get(f"/console/plans/{plan.key}/"))
    whole = browser.get(f"{page}?format=html")
    assert whole["Content-Disposition"] == f'attachment; filename="{plan.key}-closing-report.html"'
    assert browser.get(f"{page}?format=json").json()["plan"] == plan.key
    assert browser.get(f"{page}?format=pdf")["Content-Type"].startswith("text/html")
