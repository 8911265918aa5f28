"""A slow domain, a provider away, a row that cannot be written, a database that takes nothing (A13, P1, S14)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import Account, Contact
from notifications.api import deliver_due
from notifications.channels.contract import Fault, Refused
from notifications.channels.email.route import KEYED_HOSTS
from notifications.models import Attempt, Delivery, SendLane, Suppression, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from notifications.services.claim import claim_ready
from notifications.services.claim_sql import BY_AGE, IN_TURN
from notifications.services.figures import FiguresBook
from notifications.services.mark import mark
from notifications.services.plan_book import PlanBook
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.send import deliver_claimed
from tests.cast import NOON, corner_shop, neighbour
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
HALF_A_MINUTE = timedelta(seconds=30)


def due_at() -> datetime:
    return Touchpoint.objects.filter(channel="email").earliest("due_at").due_at


def mails(status: DeliveryStatus | None = None) -> list[Delivery]:
    rows = Delivery.objects.filter(channel="email").order_by("id")
    return list(rows.filter(status=status) if status else rows)


def only_mail() -> None:
    Touchpoint.objects.exclude(channel="email").delete()


def test_a_provider_that_is_away_burns_no_attempts_and_everything_leaves_once_it_is_back(
    mail: MailSink, settings: Settings
) -> None:
    """notices case 10"""
    announced(corner_shop(), neighbour())
    settings.EMAIL_PORT = 9
    now = end = max(Touchpoint.objects.filter(channel="email", step__contains="75").values_list("due_at", flat=True))
    for minutes in range(0, 30, 5):
        deliver_due(now=now + timedelta(minutes=minutes))
        end = now + timedelta(minutes=minutes)
    assert {each.failures for each in mails()} == {0}
    assert Attempt.objects.filter(delivery__channel="email").count() <= 6  # one probe at a time
    settings.EMAIL_PORT = mail.port
    for minutes in (15, 30, 45):
        deliver_due(now=end + timedelta(minutes=minutes))
    assert len(mail.messages) == 2
    assert SendLane.objects.get().faults == 0


def test_a_domain_that_asks_for_patience_holds_up_no_other_and_nobody_waits_under_a_lease(
    mail: MailSink, settings: Settings
) -> None:
    """notices cases 7 and 12"""
    announced(corner_shop(), neighbour())
    only_mail()
    now = due_at().replace(hour=11, minute=45)
    SendLane.objects.create(
        channel="email",
        domain="corner-shop.example",
        faults=1,
        fault_at=now,
        slow_until=now + timedelta(minutes=9),
    )
    deliver_due(now=now)
    assert [each.recipients[0].rpartition("@")[2] for each in mail.messages] == ["neighbour.example"]
    (waiting,) = mails(DeliveryStatus.READY)
    assert (waiting.lease_token, waiting.failures) == (None, 0)
    deliver_due(now=now + timedelta(minutes=10))
    assert len(mail.messages) == 2


def test_a_row_that_cannot_be_written_stands_aside_and_the_others_leave(mail: MailSink) -> None:
    """notices case 14; an unknown zone, of notices case 24, holds up no other."""
    announced(corner_shop(), neighbour())
    only_mail()
    now = due_at().replace(hour=11, minute=45)
    release_due(now=now)
    broken = Account.objects.get(key="neighbour")
    Account.objects.filter(pk=broken.pk).update(timezone="Nowhere/At_all")
    deliver_due(now=now)
    assert len(mail.messages) == 1
    (held,) = mails(DeliveryStatus.HELD)
    assert (held.account_id, held.hold_reason) == (broken.pk, "error")
    assert held.detail


def test_a_database_that_takes_nothing_lets_nothing_leave(mail: MailSink) -> None:
    """notices case 15"""
    announced(corner_shop())
    release_due(now=due_at())
    with pytest.raises(DatabaseError):
        deliver_without_writing(due_at())
    assert not mail.messages
    assert not Attempt.objects.exists()


@transaction.atomic
def deliver_without_writing(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    deliver_due(now=now)


def test_nothing_leaves_a_test_environment_through_a_server_elsewhere(mail: MailSink, settings: Settings) -> None:
    """notices case 39"""
    settings.EMAIL_HOST = "smtp.elsewhere.example"
    announced(corner_shop())
    deliver_due(now=due_at())
    (held,) = mails()
    assert (held.status, held.detail) == (DeliveryStatus.HELD, "this environment may not write to that domain")
    assert not Attempt.objects.filter(delivery=held).exists()


def test_our_own_set_up_is_to_blame_and_nobody_is_suppressed(mail: MailSink) -> None:
    """notices case 11"""
    announced(corner_shop())
    mail.answer = Answer.POLICY
    deliver_due(now=due_at())
    assert not Suppression.objects.exists()
    assert Attempt.objects.get(delivery__channel="email").code == "550"


def test_our_own_set_up_is_waited_for_until_it_is_mended(mail: MailSink) -> None:
    """notices case 11: no letter fails and no other contact is written to for it."""
    shop = corner_shop()
    email = "second@corner-shop.example"
    Contact.objects.create(account=shop, email=email, email_norm=email, role=Contact.Role.BILLING)
    announced(shop)
    now, mail.answer = due_at(), Answer.POLICY
    for hours in range(8):
        deliver_due(now=now + timedelta(hours=hours))
    (waiting,) = mails()
    assert waiting.status == DeliveryStatus.READY
    assert Attempt.objects.filter(delivery=waiting).count() > 6
    mail.answer = Answer.KEEP
    deliver_due(now=now + timedelta(days=1))
    assert [each.recipients for each in mail.messages] == [("owner@corner-shop.example",)]


def test_what_our_own_set_up_kept_back_too_long_fails_alone(mail: MailSink) -> None:
    announced(corner_shop())
    now = due_at()
    release_due(now=now)
    (claim,) = [
        each for each in claim_ready(now=now, count=9, lease_for=HALF_A_MINUTE) if each.delivery_id == mails()[0].pk
    ]
    Delivery.objects.filter(pk=claim.delivery_id).update(status=DeliveryStatus.SENDING, body_sha="s")
    Touchpoint.objects.filter(deliveries=claim.delivery_id).update(late_until=now.date() - timedelta(days=1))
    answer = Refused(Fault.CONFIGURATION, "530", "authenticate first")
    assert mark(delivery_id=claim.delivery_id, token=claim.token, answer=answer, now=now)
    assert [each.status for each in mails()] == [DeliveryStatus.FAILED]
    assert not Suppression.objects.exists()


def test_a_message_of_another_channel_brings_no_provider_back() -> None:
    """notices case 10"""
    announced(corner_shop())
    now = due_at()
    Touchpoint.objects.filter(channel="email").delete()
    release_due(now=now)
    this = Round(now=now, book=PlanBook(FiguresBook(now)), lease_for=HALF_A_MINUTE, took_mail=True)
    assert deliver_claimed(claim_ready(now=now, count=1, lease_for=HALF_A_MINUTE), this) == 1
    assert not this.took_mail


def test_a_round_that_is_over_sends_nothing_more_of_its_batch(mail: MailSink) -> None:
    announced(corner_shop())
    only_mail()
    now = due_at()
    release_due(now=now)
    this = Round(now=now, book=PlanBook(FiguresBook(now)), lease_for=HALF_A_MINUTE)
    this.ends = _Clock(before=1)
    deliver_claimed(claim_ready(now=now, count=1, lease_for=HALF_A_MINUTE), this)
    assert not mail.messages
    assert [(each.status, each.body_sha) for each in mails()] == [(DeliveryStatus.READY, "")]


class _Clock(float):
    """An end that lies ahead for the first so many looks, and is over afterwards."""

    def __new__(cls, *, before: int) -> "_Clock":
        clock = super().__new__(cls, 0.0)
        clock.left = before
        return clock

    left: int

    def __gt__(self, other: float) -> bool:
        self.left -= 1
        return self.left >= 0

    def __le__(self, other: float) -> bool:
        return not self > other


@pytest.mark.slow("a silent server is waited for")
def test_doubt_is_settled_by_the_same_key_while_it_is_known_and_by_a_person_afterwards(
    mail: MailSink, settings: Settings
) -> None:
    """notices case 9"""
    settings.DELIVERY_TIMEOUT_S = 1
    settings.EMAIL_KEYED_HOSTS = {"127.0.0.1": (KEYED_HOSTS["smtp.resend.com"][0], timedelta(minutes=16))}
    announced(corner_shop())
    now = due_at()
    mail.answer = Answer.DROP
    deliver_due(now=now)
    assert len(mail.messages) == 1  # no second try at once
    Delivery.objects.filter(channel="email").update(not_before=now)
    deliver_due(now=now)
    first, again = (each.message for each in mail.messages[:2])
    assert first["Resend-Idempotency-Key"] == again["Resend-Idempotency-Key"] == str(mails()[0].uuid)
    assert first.as_bytes() == again.as_bytes()
    Delivery.objects.filter(channel="email").update(status=DeliveryStatus.READY)
    deliver_due(now=now + timedelta(minutes=16))
    assert mails()[0].status == DeliveryStatus.UNCERTAIN
    assert Touchpoint.objects.get(pk=mails()[0].touchpoint_id).told_at is not None


def test_an_account_with_very_many_letters_keeps_nobody_waiting() -> None:
    """Each account has its turn before anybody has a second one (reliability, fairness)."""
    announced(corner_shop(), neighbour())
    only_mail()
    now = due_at().replace(hour=11, minute=45)
    release_due(now=now)
    first, other = mails()
    Delivery.objects.bulk_create(
        Delivery(
            touchpoint_id=first.touchpoint_id,
            account_id=first.account_id,
            channel="email",
            address=f"{n}@x.example",
            address_norm=f"{n}@x.example",
            locale="en",
            message_id=f"<{n}@x.example>",
            not_before=now - timedelta(hours=1),
            created_at=now,
        )
        for n in range(100)
    )
    claimed = {each.delivery_id for each in claim_ready(now=now, count=4, lease_for=HALF_A_MINUTE)}
    assert other.pk in claimed
    assert len(claimed) == 4


@pytest.mark.parametrize("statement", [IN_TURN, BY_AGE])
def test_a_claim_reads_the_index_of_ready_rows_alone(statement: str) -> None:
    """notices case 40"""
    asked: dict[str, Any] = {
        "lease_for": HALF_A_MINUTE,
        "token": UUID(int=1),
        "mail": True,
        "slowed": [""],
        "after": 0,
        "count": 20,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", asked | {"now": NOON, "after": 0, "count": 20})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_ready" in plan
    assert "Seq Scan" not in plan
