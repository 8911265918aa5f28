"""Everything is checked again at the last moment: stage, address, text, lease (N85, N91, notices section 4.4)."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from lifecycle.api import BadInput, Refused
from lifecycle.models import SunsetPlan
from lifecycle.rules.actors import Actor, ActorKind, Role
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due, settle_uncertain
from notifications.channels.contract import Fault, Found, Payload
from notifications.channels.contract import Refused as MailRefused
from notifications.channels.registry import OUTLETS
from notifications.models import Attempt, Delivery, DeskTask, Suppression, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus, TouchpointStatus
from notifications.services.claim import Claim, claim_ready
from notifications.services.figures import FiguresBook
from notifications.services.mark import mark
from notifications.services.plan_book import PlanBook
from notifications.services.ready import Round
from notifications.services.release import release_due
from notifications.services.send import deliver_claimed
from tests.cast import corner_shop
from tests.notifications.scenes import START, announced

pytestmark = pytest.mark.django_db
HALF_A_MINUTE = timedelta(seconds=30)
CSM = Actor(ActorKind.PERSON, "Dora", "dora", Role.CSM)


def first_mail() -> Touchpoint:
    return Touchpoint.objects.filter(channel="email").earliest("due_at")


def the_mail() -> Delivery:
    return Delivery.objects.filter(channel="email").latest("id")


def claimed(plan: SunsetPlan) -> tuple[list[Claim], Round]:
    """Released and claimed, with the checks of the last moment still to come."""
    now = first_mail().due_at
    release_due(now=now)
    Delivery.objects.exclude(channel="email").delete()
    claims = claim_ready(now=now, count=5, lease_for=HALF_A_MINUTE)
    assert len(claims) == 1, plan
    return claims, Round(now=now, book=PlanBook(FiguresBook(now)), lease_for=HALF_A_MINUTE)


def test_what_was_taken_back_after_the_claim_does_not_leave(mail: MailSink) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    Touchpoint.objects.update(status=TouchpointStatus.SUPERSEDED)
    assert not deliver_claimed([claim], this)
    assert the_mail().status == DeliveryStatus.SUPERSEDED
    assert not mail.messages


def test_a_pause_after_the_claim_holds_it(mail: MailSink) -> None:
    plan = announced(corner_shop())
    (claim,), this = claimed(plan)
    plan.stage, plan.paused_from = Stage.PAUSED, Stage.ANNOUNCED
    plan.save()
    assert not deliver_claimed([claim], this)
    assert (the_mail().status, the_mail().hold_reason) == (DeliveryStatus.HELD, "paused")


def test_a_text_whose_time_has_passed_expires(mail: MailSink) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    Touchpoint.objects.update(late_until=this.now.date() - timedelta(days=1))
    assert not deliver_claimed([claim], this)
    assert the_mail().status == DeliveryStatus.EXPIRED


def test_a_suppressed_address_is_left_alone(mail: MailSink) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    Suppression.objects.create(
        address_norm="owner@corner-shop.example", scope="all", reason="asked us", created_at=START
    )
    assert not deliver_claimed([claim], this)
    assert the_mail().status == DeliveryStatus.SUPPRESSED
    assert not Attempt.objects.exists()
    assert DeskTask.objects.get().kind == "find_contact"  # what must be said goes another way


def test_an_opt_out_of_reminders_does_not_stop_what_must_be_said(mail: MailSink) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    Suppression.objects.create(
        address_norm="owner@corner-shop.example", scope="optional", reason="no reminders", created_at=START
    )
    assert deliver_claimed([claim], this)
    assert len(mail.messages) == 1


def test_a_letter_that_lacks_a_part_is_held_and_leaves_once_it_is_mended(mail: MailSink) -> None:
    plan = announced(corner_shop())
    shop = corner_shop()
    shop.csm_email = ""
    shop.save()
    SunsetPlan.objects.update(helper_email="", helper_name="")
    now = first_mail().due_at
    deliver_due(now=now)
    held = the_mail()
    assert (held.status, held.hold_reason) == (DeliveryStatus.HELD, "error")
    assert "helper" in held.detail
    SunsetPlan.objects.filter(pk=plan.pk).update(helper_email="dora@sunsetter.example")
    deliver_due(now=held.not_before)
    assert len(mail.messages) == 1


def test_a_claim_with_too_little_time_left_is_handed_back(mail: MailSink) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    late = Claim(claim.delivery_id, claim.token, time.monotonic() + 1)
    assert not deliver_claimed([late], this)
    assert the_mail().status == DeliveryStatus.READY
    assert not Attempt.objects.exists()


def test_a_lease_too_short_for_the_socket_is_a_definite_no(mail: MailSink) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    deliver_claimed([claim], Round(this.now, this.book, lease_for=timedelta(seconds=5)))
    assert the_mail().status == DeliveryStatus.READY
    assert not mail.messages
    assert Attempt.objects.get().outcome == "temporary"


def test_a_fault_of_our_own_set_up_suppresses_nobody_tells_nobody_else_and_is_tried_again(mail: MailSink) -> None:
    announced(corner_shop())
    mail.answer = Answer.LATER
    now = first_mail().due_at
    deliver_due(now=now)
    Delivery.objects.filter(channel="email").update(failures=5)
    delivery = the_mail()
    refused = MailRefused(Fault.CONFIGURATION, "550", "5.7.515")
    claim_ready(now=delivery.not_before, count=5, lease_for=HALF_A_MINUTE)
    delivery.refresh_from_db()
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.SENDING, body_sha="rendered")
    assert delivery.lease_token
    Attempt.objects.create(delivery=delivery, n=9, body_sha="rendered", started_at=now)
    mark(delivery_id=delivery.pk, token=delivery.lease_token, answer=refused, now=now)
    assert the_mail().status == DeliveryStatus.READY
    assert not Suppression.objects.exists()
    assert not DeskTask.objects.exists()
    Touchpoint.objects.update(late_until=now.date())
    deliver_due(now=now + timedelta(days=3))
    assert the_mail().status == DeliveryStatus.EXPIRED
    assert DeskTask.objects.get(kind="call", source=f"never_left:{delivery.touchpoint.uuid}").status == "open"


def test_without_a_mail_server_letters_go_to_the_outbox_folder(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    announced(corner_shop())
    deliver_due(now=first_mail().due_at)
    (letter,) = (tmp_path / "outbox").iterdir()
    assert "Message-ID: <" in letter.read_text(encoding="utf-8")
    assert the_mail().status == DeliveryStatus.ACCEPTED


def test_an_address_that_is_no_mailbox_is_refused_before_any_server_is_asked(mail: MailSink) -> None:
    announced(corner_shop())
    now = first_mail().due_at
    release_due(now=now)
    Delivery.objects.filter(channel="email").update(address="a@x.example, b@x.example")
    deliver_due(now=now)
    assert Delivery.objects.filter(channel="email").earliest("id").status == DeliveryStatus.HARD_BOUNCED
    assert not mail.messages


def test_a_round_of_no_time_does_nothing(mail: MailSink) -> None:
    announced(corner_shop())
    assert deliver_due(now=first_mail().due_at, within_s=0).attempted == 0


def test_a_person_says_that_an_uncertain_message_arrived(mail: MailSink, settings: Settings) -> None:
    settings.DELIVERY_TIMEOUT_S = 1
    announced(corner_shop())
    now = first_mail().due_at
    mail.answer = Answer.DROP
    deliver_due(now=now)
    with pytest.raises(Refused):
        settle_uncertain(delivery_id=the_mail().pk, arrived=True, actor=CSM, note=" ", now=now)
    settle_uncertain(delivery_id=the_mail().pk, arrived=True, actor=CSM, note="they have it", now=now)
    assert the_mail().status == DeliveryStatus.ACCEPTED
    assert first_mail().status == TouchpointStatus.SERVED
    with pytest.raises(BadInput):
        settle_uncertain(delivery_id=0, arrived=True, actor=CSM, note="who?", now=now)


@pytest.mark.parametrize("channel", [Channel.IN_APP, Channel.DESK_TASK])
def test_channels_of_our_own_know_what_they_took_and_take_it_once(mail: MailSink, channel: Channel) -> None:
    (claim,), this = claimed(announced(corner_shop()))
    deliver_claimed([claim], this)
    row, outlet = the_mail(), OUTLETS[channel]
    payload = Payload(
        key=row.uuid,
        message_id=row.message_id,
        address="dora@sunsetter.example",
        name="",
        subject=row.subject,
        text=row.body_text,
        html=row.body_html,
        locale=row.locale,
        sent_at=this.now,
        reply_to="",
        reply_to_name="",
        account_id=row.account_id,
        plan_id=row.touchpoint.plan_id,
        notice_id=row.touchpoint.notice_id,
        touchpoint_id=row.touchpoint_id,
        date_revision=row.touchpoint.date_revision,
        due_date=row.touchpoint.day,
    )
    assert outlet.resolve(row.uuid) is Found.ABSENT
    assert outlet.send(payload, timeout_s=1) == outlet.send(payload, timeout_s=1)
    assert outlet.resolve(row.uuid) is Found.FOUND
