"""Which notices wait for a second person, which mailing stopped, and what did programs hear, in the scene?"""

from datetime import datetime, timedelta

from lifecycle.models import Account, SunsetPlan
from notifications.api import approve_notices, ask_approval, reconcile, write_own_words
from notifications.crypto.sealed import seal
from notifications.models import (
    Delivery,
    EventCopy,
    NoticeApproval,
    Quarantine,
    SendRun,
    Touchpoint,
    WebhookEndpoint,
)
from notifications.rules.notice_codes import NoticeCode
from tests.browser.pages import HEARD, MAILING
from tests.cast import olga, paul

FIRST, LAST = NoticeCode.SUNSET_ANNOUNCED, NoticeCode.LAST_CALL


def letters_and_mailings(now: datetime) -> None:
    """One notice approved whose mailing stopped, one that waits, one that nobody asked about."""
    plan = SunsetPlan.objects.get(key="voice-channels-sunset")
    plan.settings = {**plan.settings, "asks_notice_approval": True}
    plan.save()
    reconcile(plan_id=plan.pk, now=now)
    write_own_words(
        plan=plan,
        code=FIRST,
        tier="",
        locale="en",
        part="intro",
        text="{{account.name}} was among the first to use {{module.name}}; we have not forgotten it.",
        actor=paul().actor,
        now=now,
    )
    first, _last = ask_approval(plan=plan, codes=[FIRST, LAST], actor=paul().actor, now=now - timedelta(hours=5))
    approve_notices(plan=plan, requests=[first.uuid], actor=olga().actor, now=now - timedelta(hours=4))
    _a_mailing_that_stopped(plan, first, now)
    _programs(plan, now)
    _an_earlier_quarantine(now)


def _a_mailing_that_stopped(plan: SunsetPlan, first: NoticeApproval, now: datetime) -> None:
    run = SendRun.objects.create(
        uuid=MAILING,
        notice=first.notice,
        number=1,
        moment="off-60d",
        date_revision=1,
        approval=first,
        status="halted",
        canary_size=20,
        opened_at=now - timedelta(hours=3),
        judged_from=now - timedelta(hours=3),
        halted_at=now - timedelta(hours=2),
        halted_by="watch over mailings",
        halt_reason="hard_bounces",
        halt_detail="tried 20, hard bounced 2",
    )
    letters = Touchpoint.objects.filter(plan=plan, channel="email").order_by("id")[:4]
    for number, (touchpoint, status) in enumerate(
        zip(letters, ("hard_bounced", "accepted", "held", "held"), strict=False)
    ):
        Touchpoint.objects.filter(pk=touchpoint.pk).update(run=run, status="released")
        Delivery.objects.create(
            touchpoint=touchpoint,
            account=touchpoint.account,
            channel="email",
            address=f"somebody-{number}@customer.example",
            address_norm=f"somebody-{number}@customer.example",
            locale=("en", "ru", "zh-hans", "en")[number],
            message_id=f"<letter-{number}@sunsetter.example>",
            body_sha="a" * 64,
            status=status,
            hold_reason="halted" if status == "held" else "",
            accepted_at=now if status == "accepted" else None,
            not_before=now,
            created_at=now,
        )


def _programs(plan: SunsetPlan, now: datetime) -> None:
    """A customer's program that took one event, and one that it did not take."""
    account = Account.objects.get(key="acme")
    endpoint = WebhookEndpoint.objects.create(
        account=account,
        url="https://hooks.acme.example/retirements",
        sealed=seal("whsec_none"),
        created_by="Alice",
        created_at=now - timedelta(days=9),
    )
    for number, (status, detail) in enumerate((("failed", "503 out of order"), ("sent", ""))):
        EventCopy.objects.create(
            uuid=f"{HEARD[:-1]}{number}",
            source=f"scene:{number}",
            endpoint=endpoint,
            account=account,
            plan=plan,
            type="module.sunset.announced",
            body="{}",
            status=status,
            attempts=10 - 9 * number,
            detail=detail,
            not_before=now,
            created_at=now - timedelta(days=8 - number),
            ended_at=now,
        )


def _an_earlier_quarantine(now: datetime) -> None:
    began = now - timedelta(days=30)
    Quarantine.objects.create(
        reason="older",
        ledger_at=began - timedelta(days=1),
        doubtful_until=began,
        opened_at=began,
        reconciled_at=began,
        reconciled_by="Olga",
        released_at=began + timedelta(hours=2),
        released_by="Olga",
        release_reason="The backup of the night before; the log of the mail server was read.",
    )
