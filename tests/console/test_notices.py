"""Do the pages of notices show, approve, try out, write, halt and list as the services do (A8, A11, A12)?"""

import html
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from config.services.mail_sink import Answer, MailSink
from console.views.queues import queues
from lifecycle.models import SunsetPlan, User
from notifications.api import deliver_due
from notifications.models import Delivery, NoticeApproval, SendRun, Touchpoint
from tests.cast import acme, anna, corner_shop, dora, olga, paul
from tests.notifications.conftest import mail
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
__all__ = ["mail"]


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def text(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]  # a response of the test client


def a_bound_plan() -> SunsetPlan:
    plan = announced(acme(), corner_shop())
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    return plan


def answered(user: User, page: str, **said: str) -> dict[str, str]:
    """The form as this reader was shown it, filled in."""
    shown = re.search(r'name="seen" value="([^"]*)"', text(client(user).get(f"{page}notices/approve/")))
    assert shown
    return {"seen": shown[1], **said}


def _due(now: datetime) -> str:
    return next(each.pill.word for each in queues(now=now) if each.name == "Deliveries that are due")


def test_one_person_asks_and_another_approves_on_pages_and_a_mailing_is_stopped(mail: MailSink) -> None:
    """notices case 37: a row that is overdue for more than five minutes is shown."""
    plan = a_bound_plan()
    page = f"/console/plans/{plan.key}/"
    shown = text(client(paul()).get(f"{page}notices/"))
    assert "90 days before “Switched off”" in shown
    assert "not approved" in shown
    assert "Кому, что, когда" in text(client(paul()).get(f"{page}notices/", headers={"Accept-Language": "ru"}))
    first = {"code": ["sunset_announced"]}
    assert client(dora()).post(f"{page}notices/ask/", first).status_code == 409
    assert "Asked" in text(client(paul()).post(f"{page}notices/ask/", first, follow=True))
    out = text(client(paul()).get(f"{page}notices/approve/"))
    assert "one person" in out
    refused = client(paul()).post(f"{page}notices/approve/", answered(paul(), page, answer="approve"))
    assert refused.status_code == 403
    assert client(anna()).post(f"{page}notices/approve/", {"answer": "decline"}).status_code == 422
    assert "waits for a second person" in text(client(anna()).get("/console/"))
    done = client(anna()).post(f"{page}notices/approve/", answered(anna(), page, answer="approve"), follow=True)
    assert "1 notice is approved." in text(done)
    assert "approved by Anna" in text(done)
    letter = Touchpoint.objects.filter(channel="email", notice__code="sunset_announced").earliest("due_at")
    deliver_due(now=letter.due_at, limit=0)
    assert _due(letter.due_at) == "in order"
    assert _due(letter.due_at + timedelta(minutes=6)) == "look at it"
    run = SendRun.objects.get(touchpoints=letter)
    stop = f"{page}mailings/{run.uuid}/halt/"
    assert "Halted" in text(client(olga()).post(stop, {"reason": "a wrong name"}, follow=True))
    assert client(olga()).post(stop, {"reason": "again"}).status_code == 409
    assert "stopped by a person: a wrong name (Olga)" in text(client(paul()).get("/console/"))
    assert "the mailing is halted" in text(client(paul()).get(f"{page}ledger/?status=held&q=acme"))
    assert "Acme" not in text(client(paul()).get(f"{page}ledger/?status=delivered"))
    assert (
        Delivery.objects.get(touchpoint=letter).message_id
        in client(paul()).get(f"{page}ledger/?format=csv").getvalue().decode()
    )
    assert client(paul()).get(f"{page}ledger/?format=json&channel=email").json()[0]["hold_reason"] == "halted"
    assert client(paul()).get(f"{page}mailings/{run.uuid}/nothing/").status_code == 404
    assert client(paul()).get(f"{page}ledger/?status=nonsense").status_code == 404
    assert "goes on" in text(client(anna()).post(stop.replace("halt", "resume"), {"reason": "right"}, follow=True))


def test_a_request_is_declined_with_a_reason() -> None:
    plan = a_bound_plan()
    page = f"/console/plans/{plan.key}/"
    client(paul()).post(f"{page}notices/ask/", {"code": ["last_call"]})
    said = answered(anna(), page, answer="decline", reason="too long")
    assert "Declined" in text(client(anna()).post(f"{page}notices/approve/", said, follow=True))
    assert NoticeApproval.objects.get().ended_why == "too long"
    assert client(anna()).get(f"{page}notices/approve/").status_code == 302
    assert client(anna()).post(f"{page}notices/approve/", said).status_code == 409


def test_a_yes_reaches_only_what_its_reader_was_shown() -> None:
    plan = a_bound_plan()
    page = f"/console/plans/{plan.key}/"
    client(paul()).post(f"{page}notices/ask/", {"code": ["last_call"]})
    said = answered(anna(), page, answer="approve")
    words = {"part": "intro", "locale": "en", "tier": "", "text": "We know it."}
    for code in ("last_call", "sunset_reminder"):  # the same notice in other words, then one notice more
        client(paul()).post(f"{page}notices/last_call/words/", words)
        client(paul()).post(f"{page}notices/ask/", {"code": [code]})
        refused = client(anna()).post(f"{page}notices/approve/", said)
        assert (refused.status_code, "open the page anew" in text(refused)) == (409, True)
        said = answered(anna(), page, answer="approve")
    assert not NoticeApproval.objects.filter(approved_at__isnull=False).exists()


def test_a_letter_is_seen_as_mail_tried_out_and_given_a_paragraph(mail: MailSink) -> None:
    plan = a_bound_plan()
    page = f"/console/plans/{plan.key}/notices/sunset_announced/"
    browser = client(paul())
    assert "Acme Ltd" in text(browser.get(f"{page}?account=acme&locale=en"))
    assert "неизвестно" in text(browser.get(f"{page}?locale=ru&figures=unknown"))
    assert browser.get(f"{page}?account=nobody").status_code == 404
    dark = browser.get(f"{page}letter/?locale=en&theme=dark")
    assert "invert" in text(dark)
    assert "script-src" not in dark.headers["Content-Security-Policy"]
    words = {"part": "intro", "locale": "en", "tier": "", "text": "{{account.key}}"}
    assert "placeholder that nobody fills" in text(browser.post(f"{page}words/", words))
    words["text"] = "We know that {{account.name}} relies on it."
    assert "ask anew" in text(browser.post(f"{page}words/", words, follow=True))
    for _twice in range(2):
        browser.post(f"/console/plans/{plan.key}/notices/ask/", {"code": ["sunset_announced"]})
        browser.post(f"{page}words/", {**words, "text": "We know it."})
    assert "-We know that {{account.name}} relies on it." in text(browser.get(page))
    browser.post(f"{page}words/", words)
    assert "We know that Acme Ltd relies on it." in text(browser.get(f"{page}?account=acme&locale=en"))
    assert "A test went to paul@sunsetter.example" in text(browser.post(f"{page}test/", {"locale": "en"}, follow=True))
    assert [each.recipients for each in mail.messages] == [("paul@sunsetter.example",)]
    assert "Change" in text(browser.get(page))
    mail.answer = Answer.REFUSE
    assert "The test did not leave: 550" in text(browser.post(f"{page}test/", {"locale": "en"}))
    plan.helper_email = plan.helper_name = ""
    plan.save()
    plan.module.owner_email = ""
    plan.module.save()
    assert "This letter cannot leave" in text(browser.get(page))
    assert browser.get(f"{page}letter/?locale=en").status_code == 404
    assert browser.get(f"{page.replace('sunset_announced', 'nothing')}").status_code == 404
    assert browser.post(f"/console/plans/{plan.key}/notices/ask/", {"code": ["nothing"]}).status_code == 302
