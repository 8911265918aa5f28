"""What was perhaps sent under a key stays as it was and counts as told, whatever is answered afterwards (A13, N85, P1).

notices case 9
"""

from datetime import timedelta

import pytest
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from lifecycle.models import SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import deliver_due
from notifications.channels.email.route import KEYED_HOSTS
from notifications.models import Attempt, Delivery, DeskTask, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from tests.cast import acme, corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
HEADER = KEYED_HOSTS["smtp.resend.com"][0]


@pytest.fixture
def doubtful(mail: MailSink, settings: Settings) -> Delivery:
    """A mail whose connection broke after the text, at a provider that knows keys for two hours."""
    settings.EMAIL_KEYED_HOSTS = {"127.0.0.1": (HEADER, timedelta(hours=2))}
    announced(corner_shop())
    mail.answer = Answer.DROP
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    found = Delivery.objects.get(channel="email")
    assert (found.status, found.failures, len(mail.messages)) == (DeliveryStatus.READY, 1, 1)
    return found


def is_told(delivery: Delivery) -> bool:
    delivery.refresh_from_db()
    return Touchpoint.objects.get(pk=delivery.touchpoint_id).told_at is not None


@pytest.mark.parametrize("is_away", [True, False])
def test_a_no_for_now_does_not_settle_the_doubt_of_before(
    mail: MailSink, settings: Settings, doubtful: Delivery, *, is_away: bool
) -> None:
    sha, now = doubtful.body_sha, doubtful.not_before
    if is_away:
        settings.EMAIL_PORT = 9  # nobody listens on the discard port
    mail.answer = Answer.LATER
    deliver_due(now=now)
    assert is_told(doubtful)
    assert (doubtful.status, doubtful.body_sha) == (DeliveryStatus.READY, sha)
    settings.EMAIL_PORT, mail.answer = mail.port, Answer.KEEP
    deliver_due(now=now + timedelta(hours=3))
    assert is_told(doubtful)
    assert doubtful.status == DeliveryStatus.UNCERTAIN
    assert len(mail.messages) == 1


def test_doubt_is_tried_less_and_less_often_and_never_beyond_its_window(mail: MailSink, doubtful: Delivery) -> None:
    began, waits = Attempt.objects.get(delivery=doubtful).started_at, []
    for _ in range(12):
        if doubtful.status != DeliveryStatus.READY:
            break
        waits.append(doubtful.not_before - began)
        deliver_due(now=doubtful.not_before)
        doubtful.refresh_from_db()
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 3, 7, 15, 31, 63, 119]
    assert len(mail.messages) == 7
    assert doubtful.status == DeliveryStatus.UNCERTAIN


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.PAUSED])
def test_doubt_about_a_plan_that_ended_is_listed_and_not_put_aside(
    mail: MailSink, doubtful: Delivery, stage: Stage
) -> None:
    """A person looks: held back or taken back it would never be settled, though somebody may have read it."""
    SunsetPlan.objects.update(stage=stage, paused_from=Stage.ANNOUNCED if stage is Stage.PAUSED else "")
    deliver_due(now=doubtful.not_before)
    assert is_told(doubtful)
    assert doubtful.status == DeliveryStatus.UNCERTAIN
    assert DeskTask.objects.get(kind="review_uncertain").subject.endswith(f"did {doubtful.message_id} arrive?")
    assert len(mail.messages) == 1


@pytest.mark.parametrize("refused_before", [False, True])
def test_what_is_sent_once_more_under_its_key_is_the_same_to_the_byte(
    mail: MailSink, settings: Settings, *, refused_before: bool
) -> None:
    """A provider refuses a key that comes with another message, or takes it for a new one; an invite goes with it.

    What was refused before the doubt was read by nobody: its hour is not the one that is told again.
    """
    settings.EMAIL_KEYED_HOSTS = {"127.0.0.1": (HEADER, timedelta(hours=2))}
    announced(acme())
    now = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    if refused_before:
        mail.answer = Answer.LATER
        deliver_due(now=now)
        now = Delivery.objects.get(channel="email").not_before
    mail.answer = Answer.DROP
    deliver_due(now=now)
    mail.answer, doubtful = Answer.KEEP, Delivery.objects.get(channel="email")
    deliver_due(now=doubtful.not_before)
    assert b"BEGIN:VCALENDAR" in mail.messages[0].message.as_bytes()
    first, again = mail.messages
    assert (first.message.as_bytes(), first.message[HEADER]) == (again.message.as_bytes(), str(doubtful.uuid))


def test_a_sender_whose_clock_is_behind_tells_the_hour_of_the_first(mail: MailSink, doubtful: Delivery) -> None:
    """Two hosts may differ by minutes: the earliest hour is not that of the first message."""
    began = Attempt.objects.get(delivery=doubtful).started_at
    behind = began - timedelta(minutes=5)
    Delivery.objects.filter(pk=doubtful.pk).update(not_before=behind)
    deliver_due(now=behind)
    mail.answer = Answer.KEEP
    deliver_due(now=began + timedelta(minutes=20))
    doubtful.refresh_from_db()
    assert doubtful.status == DeliveryStatus.ACCEPTED
    starts = list(Attempt.objects.filter(delivery=doubtful).order_by("n").values_list("started_at", flat=True))
    assert starts == [began, behind, began + timedelta(minutes=20)]
    assert len({each.message.as_bytes() for each in mail.messages}) == 1
