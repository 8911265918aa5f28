"""Only a definite no is tried again, doubt is listed, another is told (A13, N86; notices case 1, notices case 8)."""

from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import Account, Contact
from lifecycle.rules.actors import Actor, ActorKind, Role
from notifications.api import deliver_due, push_evidence, record_event, settle_uncertain, uncertain_of
from notifications.channels.contract import Accepted
from notifications.models import Attempt, Delivery, DeskTask, Suppression, Touchpoint
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.claim import claim_ready
from notifications.services.mark import mark
from notifications.services.release import release_due
from tests.cast import corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
CSM = Actor(ActorKind.PERSON, "Dora", "dora", Role.CSM)


def first_mail() -> Touchpoint:
    found = Touchpoint.objects.filter(channel="email").order_by("due_at").first()
    assert found is not None
    return found


def the_mail() -> Delivery:
    return Delivery.objects.filter(channel="email").latest("id")


def second_contact(account: Account) -> Contact:
    email = "second@corner-shop.example"
    return Contact.objects.create(account=account, email=email, email_norm=email, role=Contact.Role.BILLING)


def test_a_temporary_no_is_tried_again_later_with_the_same_name(mail: MailSink) -> None:
    announced(corner_shop())
    now = first_mail().due_at
    mail.answer = Answer.LATER
    deliver_due(now=now)
    first = the_mail()
    assert (first.status, first.failures) == (DeliveryStatus.READY, 1)
    assert first.not_before == now + timedelta(minutes=1)
    assert first_mail().told_at is None
    mail.answer = Answer.KEEP
    deliver_due(now=first.not_before)
    assert [str(each.message["Message-ID"]) for each in mail.messages] == [first.message_id]
    assert list(Attempt.objects.filter(delivery=first).values_list("n", "outcome")) == [(1, "temporary"), (2, "ok")]


def test_a_server_that_is_away_loses_nothing(mail: MailSink, settings: Settings) -> None:
    announced(corner_shop())
    settings.EMAIL_PORT = 9  # nobody listens on the discard port
    deliver_due(now=first_mail().due_at)
    assert the_mail().status == DeliveryStatus.READY
    settings.EMAIL_PORT = mail.port  # it is back
    deliver_due(now=the_mail().not_before)
    assert len(mail.messages) == 1


def test_a_refused_address_is_suppressed_and_the_next_contact_told(mail: MailSink) -> None:
    shop = corner_shop()
    second_contact(shop)
    announced(shop)
    mail.choose = lambda address: Answer.REFUSE if address.startswith("owner@") else Answer.KEEP
    deliver_due(now=first_mail().due_at)
    assert [each.recipients for each in mail.messages] == [("second@corner-shop.example",)]
    assert Suppression.objects.get().address_norm == "owner@corner-shop.example"
    statuses = Delivery.objects.filter(channel="email").order_by("id").values_list("status", flat=True)
    assert list(statuses) == [DeliveryStatus.HARD_BOUNCED, DeliveryStatus.ACCEPTED]


def test_when_everybody_refuses_a_person_must_find_somebody(mail: MailSink) -> None:
    announced(corner_shop())
    mail.answer = Answer.REFUSE
    deliver_due(now=first_mail().due_at)
    assert DeskTask.objects.get().kind == "find_contact"
    assert first_mail().told_at is None


def test_an_account_without_contact_becomes_work_and_is_told_once_there_is_one(mail: MailSink) -> None:
    shop = corner_shop()
    Contact.objects.filter(account=shop).delete()
    announced(shop)
    now = first_mail().due_at
    deliver_due(now=now)
    deliver_due(now=now)
    assert DeskTask.objects.filter(kind="find_contact").count() == 1
    assert not mail.messages
    second_contact(shop)
    deliver_due(now=now)
    assert len(mail.messages) == 1


@pytest.mark.slow("a silent server is waited for")
@pytest.mark.parametrize(("answer", "arrived"), [(Answer.SILENT, 0), (Answer.DROP, 1)])
def test_silence_after_the_data_is_uncertain_and_never_repeated(
    mail: MailSink, settings: Settings, answer: Answer, arrived: int
) -> None:
    settings.DELIVERY_TIMEOUT_S = 1  # tests wait less
    plan = announced(corner_shop())
    now = first_mail().due_at
    mail.answer = answer
    deliver_due(now=now)
    mail.answer = Answer.KEEP
    for hours in range(4):
        deliver_due(now=now + timedelta(hours=hours))
    assert len(mail.messages) == arrived
    assert [each.status for each in uncertain_of(plan)] == [DeliveryStatus.UNCERTAIN]
    assert DeskTask.objects.get().kind == "review_uncertain"
    assert first_mail().told_at is not None


def test_a_person_says_that_it_did_not_arrive_and_it_goes_once_more(mail: MailSink, settings: Settings) -> None:
    settings.DELIVERY_TIMEOUT_S = 1  # tests wait less
    announced(corner_shop())
    now = first_mail().due_at
    mail.answer = Answer.SILENT
    deliver_due(now=now)
    mail.answer = Answer.KEEP
    settle_uncertain(delivery_id=the_mail().pk, arrived=False, actor=CSM, note="asked them", now=now)
    deliver_due(now=now)
    assert len(mail.messages) == 1
    assert list(Delivery.objects.filter(channel="email").order_by("id").values_list("round", "status")) == [
        (0, DeliveryStatus.FAILED),
        (1, DeliveryStatus.ACCEPTED),
    ]
    assert DeskTask.objects.get().status == DeskTask.Status.CLOSED


def test_what_a_dead_worker_only_claimed_is_ready_again(mail: MailSink) -> None:
    announced(corner_shop())
    now = first_mail().due_at
    release_due(now=now)
    assert claim_ready(now=now, count=50, lease_for=timedelta(seconds=30))
    deliver_due(now=now)
    assert not mail.messages  # somebody else has the lease
    expire_leases()
    deliver_due(now=now)
    assert len(mail.messages) == 1


def test_what_a_dead_worker_was_sending_is_looked_up_or_uncertain(mail: MailSink) -> None:
    plan = announced(corner_shop())
    now = first_mail().due_at
    deliver_due(now=now)
    sent = Delivery.objects.order_by("id")
    with connection.cursor() as cursor:  # as if the worker had died between the socket and the mark
        cursor.execute(
            "UPDATE notifications_delivery SET status='sending', accepted_at=NULL,"
            " lease_until=clock_timestamp() - interval '1 s', lease_token=gen_random_uuid()"
        )
    deliver_due(now=now)
    assert {each.channel: each.status for each in sent} == {
        "email": DeliveryStatus.UNCERTAIN,
        "in_app": DeliveryStatus.ACCEPTED,
    }
    assert len(mail.messages) == 1
    assert len(uncertain_of(plan)) == 1


def test_a_zombie_cannot_mark_what_is_no_longer_its_own(mail: MailSink) -> None:
    announced(corner_shop())
    now = first_mail().due_at
    release_due(now=now)
    claims = claim_ready(now=now, count=5, lease_for=timedelta(seconds=30))
    expire_leases()
    deliver_due(now=now)
    for claim in claims:
        assert not mark(delivery_id=claim.delivery_id, token=claim.token, answer=Accepted(), now=now)
    assert len(mail.messages) == 1


def test_a_bounce_after_acceptance_reopens_and_tells_somebody_else(mail: MailSink) -> None:
    shop = corner_shop()
    second_contact(shop)
    plan = announced(shop)
    now = first_mail().due_at
    deliver_due(now=now)
    bounced = the_mail()
    for _ in range(2):  # told twice by the provider, counted once
        record_event(
            provider="smtp",
            message_id=bounced.message_id,
            event=DeliveryStatus.HARD_BOUNCED,
            occurred_at=now,
            now=now,
            detail="5.1.1",
        )
    late = record_event(
        provider="smtp", message_id=bounced.message_id, event=DeliveryStatus.DELIVERED, occurred_at=now, now=now
    )
    bounced.refresh_from_db()
    assert late
    assert bounced.status == DeliveryStatus.HARD_BOUNCED
    deliver_due(now=now)
    assert [each.recipients[0] for each in mail.messages][-1] == "second@corner-shop.example"
    push_evidence(plan_id=plan.pk, now=now)
    assert not plan.evidence.filter(criterion="all_reached", value=True).exists()


def test_an_event_for_an_unknown_message_creates_nothing(mail: MailSink) -> None:
    announced(corner_shop())
    now = first_mail().due_at
    record_event(provider="x", message_id="<nobody@x>", event=DeliveryStatus.DELIVERED, occurred_at=now, now=now)
    assert not Delivery.objects.exists()


def test_quiet_hours_defer_mail_and_never_skip_it(mail: MailSink) -> None:
    announced(corner_shop())
    evening = first_mail().due_at.replace(hour=21)
    deliver_due(now=evening)
    assert not mail.messages
    held = the_mail()
    assert held.not_before.date() > evening.date()
    deliver_due(now=held.not_before)
    assert len(mail.messages) == 1
    assert first_mail().status == TouchpointStatus.SERVED


def expire_leases() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_delivery SET lease_until = clock_timestamp() - interval '1 s'"
            " WHERE lease_token IS NOT NULL"
        )
