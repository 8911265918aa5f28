"""Do a mailing's first letters go alone, and does it stop by itself, losing nobody (A12)?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import Account, Contact, Evidence, SunsetPlan
from lifecycle.rules.stages import Stage
from lifecycle.rules.tiers import Tier
from notifications.api import approve_notices, ask_approval, deliver_due, mailings, resume_run
from notifications.models import Delivery, Notice, SendRun, Suppression, Touchpoint
from notifications.rules.notice_codes import NoticeCode
from notifications.services.release import Batch, release_due
from tests.cast import a_plan, acme, anna, corner_shop, paul
from tests.notifications.scenes import START, announced

pytestmark = pytest.mark.django_db
FIRST = NoticeCode.SUNSET_ANNOUNCED
CROWD = 201
HOUR = timedelta(hours=1)


def a_big_mailing(count: int = CROWD) -> SunsetPlan:
    """That many accounts, one letter each, due now: two languages, and one key account among them."""
    plan = a_plan(stage=Stage.ANNOUNCED)
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    accounts = Account.objects.bulk_create(
        Account(
            key=f"a-{n}",
            name=f"Account {n}",
            tier=Tier.KEY if n == 0 else Tier.STANDARD,
            language="ru" if n % 50 == 7 else "en",
            timezone="UTC",
            created_at=START,
        )
        for n in range(count)
    )
    Contact.objects.bulk_create(
        Contact(account=each, email=f"it@{each.key}.example", email_norm=f"it@{each.key}.example", role="admin")
        for each in accounts
    )
    Evidence.objects.bulk_create(
        Evidence(
            plan=plan,
            criterion="usage_below",
            account=each,
            value=3,
            as_of=START,
            source="test",
            recorded_at=START,
        )
        for each in accounts
    )
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=START)
    _letters(plan, asked.notice, accounts)
    return plan


def _letters(plan: SunsetPlan, notice: Notice, accounts: list[Account]) -> None:
    Touchpoint.objects.bulk_create(
        Touchpoint(
            plan=plan,
            account=each,
            notice=notice,
            step="off-75d.email",
            channel="email",
            anchor="off",
            date_revision=1,
            day=START.date(),
            due_at=START,
            created_at=START,
        )
        for each in accounts
    )


def counts() -> dict[str, int]:
    return dict(mailings()[0].counts)


def test_the_first_letters_go_alone_and_one_that_bounces_stops_the_rest(mail: MailSink) -> None:
    """notices case 36"""
    a_big_mailing()
    victim: list[str] = []

    def choose(address: str) -> Answer:
        victim[:] = victim or [address]
        return Answer.REFUSE if address in victim else Answer.KEEP

    mail.choose = choose
    deliver_due(now=START)
    run = SendRun.objects.get()
    first = Delivery.objects.filter(touchpoint__is_canary=True)
    assert (run.canary_size, first.count()) == (20, 20)
    assert not first.filter(account__tier=Tier.KEY).exists()
    assert set(first.values_list("locale", flat=True)) == {"en", "ru"}
    assert {recipient for each in mail.messages for recipient in each.recipients} <= set(
        first.values_list("address", flat=True)
    )
    deliver_due(now=START + 2 * HOUR)
    run.refresh_from_db()
    assert (run.status, run.halt_reason) == ("halted", "hard_bounces")
    sent = len(mail.messages)
    deliver_due(now=START + 30 * HOUR)
    assert len(mail.messages) == sent  # the rest never leaves
    assert mailings(only_halted=True)[0].halt_detail == f"tried {sent + 1}, hard bounced 1"
    resume_run(run=run.uuid, reason="a dead address, corrected", actor=anna().actor, now=START + 31 * HOUR)
    deliver_due(now=START + 45 * HOUR, limit=5)  # the next morning
    assert counts() == {"accepted": sent + 5, "hard_bounced": 1, "ready": CROWD - sent - 6}
    assert not mailings()[0].is_finished
    assert len({str(each.message["Message-ID"]) for each in mail.messages}) == len(mail.messages) == sent + 5


def test_a_mailing_is_opened_before_any_contact_is_locked() -> None:
    """notices case 3: else two releases wait, each for the contacts of the other, until the database ends one."""
    a_big_mailing()
    with CaptureQueriesContext(connection) as asked:
        assert release_due(now=START, batch=Batch(100)) == 100
    locks = [each["sql"] for each in asked.captured_queries if "FOR UPDATE" in each["sql"] or "NO KEY" in each["sql"]]
    opened = next(n for n, sql in enumerate(locks) if 'FROM "notifications_notice"' in sql)
    locked = next(n for n, sql in enumerate(locks) if 'FROM "notifications_touchpoint"' in sql and "SKIP" in sql)
    assert opened < locked
    assert not [sql for sql in locks[locked:] if 'FROM "notifications_notice"' in sql]


def test_a_weekend_lets_nobody_go_untested(mail: MailSink) -> None:
    """notices case 36: on Friday evening the mailing opens, on Monday its first letters leave, and are refused."""
    a_big_mailing()
    friday = (START + timedelta(days=(4 - START.weekday()) % 7)).replace(hour=18, minute=30)
    deliver_due(now=friday)
    deliver_due(now=friday + 25 * HOUR)
    assert (counts(), mail.messages) == ({"held": CROWD - 20, "ready": 20}, [])
    mail.answer = Answer.REFUSE
    monday = friday + timedelta(days=2, hours=17)
    deliver_due(now=monday)
    deliver_due(now=monday)
    assert mailings()[0].status == "halted"
    assert not Delivery.objects.filter(touchpoint__is_canary=False).exclude(status="held").exists()


def test_our_own_set_up_refused_stops_the_mailing_and_suppresses_nobody(mail: MailSink) -> None:
    """notices case 11"""
    plan = announced(acme(), corner_shop())
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=START)
    mail.answer = Answer.POLICY
    letter = Touchpoint.objects.filter(channel="email", notice__code=FIRST).earliest("due_at")
    deliver_due(now=letter.due_at)
    deliver_due(now=letter.due_at + HOUR)
    run = SendRun.objects.get(touchpoints=letter)
    assert (run.status, run.halt_reason) == ("halted", "configuration")
    assert "5.7.515" in run.halt_detail
    assert Delivery.objects.get(touchpoint=letter).hold_reason == "halted"
    assert not Suppression.objects.exists()


@pytest.mark.usefixtures("mail")
def test_a_mailing_is_finished_when_nothing_of_it_is_left_and_can_then_not_be_halted() -> None:
    """Sent, come back, excused or listed as in doubt (notices §10); what is still to come keeps it under way."""
    plan = announced(acme(), corner_shop())
    plan.settings = {"asks_notice_approval": True}
    plan.save()
    (asked,) = ask_approval(plan=plan, codes=[FIRST], actor=paul().actor, now=START)
    approve_notices(plan=plan, requests=[asked.uuid], actor=anna().actor, now=START)
    own = Touchpoint.objects.filter(notice__code=FIRST)
    deliver_due(now=own.earliest("due_at").due_at)
    client = Client()
    client.force_login(paul())

    def shown() -> bool:
        found = mailings()[-1]
        page = client.get(f"/console/plans/{plan.key}/notices/").text
        assert ("/halt/" in page, "finished" in page) == (not found.is_finished, found.is_finished)
        if found.is_finished:  # an old tab still shows the button
            url = reverse("console:mailing_act", args=[plan.key, found.uuid, "halt"])
            assert "This mailing is finished" in client.get(url).text
            assert client.post(url, {"reason": "wrong words"}).status_code == 409
            assert mailings()[-1].is_finished
        return found.is_finished

    assert not shown()
    own.filter(status="planned").update(status="cancelled")
    left = Delivery.objects.filter(touchpoint__run__isnull=False)
    for status, is_over in (("held", False), ("ready", False), ("uncertain", True), ("accepted", True)):
        left.update(status=status, body_sha="x", hold_reason="halted" if status == "held" else "")
        assert shown() is is_over, status
    SendRun.objects.update(status="halted", halted_at=START, halted_by="Olga", halt_reason="by_person")
    assert not mailings()[-1].is_finished
