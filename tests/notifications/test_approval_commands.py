"""Do commands lint, preview, approve, try out, halt and resume as pages do (A8, A12)?"""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from config.services.mail_sink import MailSink
from lifecycle.models import SunsetPlan
from notifications.api import deliver_due
from notifications.models import Delivery, NoticeApproval, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from tests.cast import acme, anna, corner_shop, olga, paul
from tests.notifications.scenes import announced, days_later

pytestmark = pytest.mark.django_db


def run(*words: str, code: int = 0) -> str:
    out, err = StringIO(), StringIO()
    ended = 0
    try:
        call_command("notices", *words, stdout=out, stderr=err)
    except SystemExit as exit_:
        ended = int(exit_.code or 0)
    assert ended == code, err.getvalue()
    return out.getvalue() + err.getvalue()


def a_bound_plan() -> SunsetPlan:
    plan = announced(acme(), corner_shop())
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    for person in (paul, anna, olga):
        person()
    return plan


def test_a_notice_is_asked_for_approved_sent_halted_and_resumed_by_commands(mail: MailSink) -> None:
    """notices case 13: nothing is skipped and nothing repeated."""
    plan = a_bound_plan()
    first = ("--notice", "sunset_announced")
    assert "asked, for 2 accounts" in run(plan.key, "request", *first, "--as", "paul@sunsetter.example")
    old = str(NoticeApproval.objects.get().uuid)
    run(plan.key, "request", *first, "--as", "paul@sunsetter.example")
    seen = ("--seen", str(NoticeApproval.objects.get(ended_at__isnull=True).uuid))
    assert "one person" in run(plan.key, "approve", *seen, "--as", "paul@sunsetter.example", code=2)
    for unread in ((), ("--seen", old), (*seen, "--seen", old)):
        assert seen[1] in run(plan.key, "approve", *unread, "--as", "anna@sunsetter.example", code=1)
    assert "approved" in run(plan.key, "approve", *seen, "--as", "anna@sunsetter.example")
    assert "No request" in run(plan.key, "approve", "--as", "anna@sunsetter.example", code=2)
    assert "No mailing was begun." in run(plan.key, "runs", code=3)
    letter = Touchpoint.objects.filter(channel="email", notice__code="sunset_announced").earliest("due_at")
    deliver_due(now=letter.due_at, limit=0)
    (row,) = json.loads(run(plan.key, "runs", *first, "--json"))
    number = str(row["number"])
    asked = (plan.key, "halt", number, *first)
    assert "say why" in run(*asked, "--as", "olga@sunsetter.example", code=2)
    assert "halted" in run(*asked, "--reason", "a wrong name in it", "--as", "olga@sunsetter.example")
    assert "halted already" in run(*asked, "--reason", "again", "--as", "olga@sunsetter.example", code=2)
    deliver_due(now=letter.due_at)
    assert (mail.messages, Delivery.objects.get(touchpoint=letter).hold_reason) == ([], "halted")
    assert "by_person: a wrong name" in run(plan.key, "runs")
    again = (plan.key, "resume", number, *first, "--reason", "it was right", "--as", "anna@sunsetter.example")
    for code, said in ((0, "running"), (2, "not halted")):
        assert said in run(*again, code=code)
        deliver_due(now=days_later(1, since=letter.due_at))
    assert len([each for each in mail.messages if "acme" in str(each.message["To"])]) == 1
    assert Delivery.objects.get(touchpoint=letter).status == DeliveryStatus.ACCEPTED


def test_a_letter_is_previewed_and_tried_by_its_author_only(mail: MailSink) -> None:
    plan = a_bound_plan()
    asked = ("--notice", "sunset_announced", "--tier", "key", "--locale", "ru")
    hardest = run(plan.key, "preview", *asked, "--figures", "unknown")
    assert "{{module.name}}" in hardest  # part of a customer's name, and inert
    assert "неизвестно" in hardest
    assert "<b>Söhne" not in run(plan.key, "preview", *asked, "--html")
    assert "Acme Ltd" in run(plan.key, "preview", *asked, "--for", "acme")
    assert "--notice" in run(plan.key, "preview", code=1)
    assert "olga@sunsetter.example" in run(plan.key, "test-send", *asked, "--as", "olga@sunsetter.example")
    (sent,) = mail.messages
    assert (str(sent.message["To"]), str(sent.message["Subject"]).strip()[:6]) == (
        "Olga <olga@sunsetter.example>",
        "[TEST]",
    )
    assert not Delivery.objects.filter(channel="email").exists()


def test_lint_says_what_is_wrong_and_exits_with_two() -> None:
    """notices case 23"""
    plan = a_bound_plan()
    asked = (plan.key, "lint", "--notice", "last_call")
    assert "read well" in run(*asked)
    plan.module.replacement_url = "https://insights.example/?utm_source=x"
    plan.module.save()
    assert "may not sell anything: utm_source" in run(*asked, code=2)
    plan.helper_email = ""
    plan.save()
    assert "something that it owes its reader is missing" in run(*asked, code=2)
    assert "helper missing" in run(plan.key, "preview", "--notice", "last_call", code=1)
    assert "no such mailing" in run(plan.key, "halt", "9", "--notice", "last_call", code=1)
