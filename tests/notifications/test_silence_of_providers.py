"""Silence proves a plain mail server's letter; who tells what it delivered proves by its word alone (A13, G5, N86).

notices 2
"""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.models import SunsetPlan
from notifications.api import deliver_due, push_evidence, record_event, settle_uncertain
from notifications.channels.email.provider_events import SIGNED, WITH_PASSWORD
from notifications.channels.email.route import TELLING
from notifications.models import Attempt, Delivery, Obligation, Touchpoint
from notifications.rules.statuses import DeliveryStatus
from tests.cast import corner_shop, olga
from tests.notifications.channels.receiver import Receiver, receiving
from tests.notifications.scenes import announced, days_later


@pytest.fixture
def brevo(settings: Settings) -> Iterator[Receiver]:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["corner-shop.example"]
    with receiving() as found:
        settings.ANYMAIL = {"BREVO_API_KEY": "not-a-secret", "BREVO_API_URL": found.url}
        yield found


def sent() -> Delivery:
    announced(corner_shop())
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    letter = Delivery.objects.get(channel="email")
    assert letter.status == DeliveryStatus.ACCEPTED
    return letter


def reached() -> str:
    """A month later."""
    push_evidence(plan_id=SunsetPlan.objects.get().pk, now=days_later(30))
    return Obligation.objects.get(notice__code="sunset_announced").status


def test_those_who_tell_are_those_whose_calls_we_read() -> None:
    assert set(TELLING) == set(SIGNED) | set(WITH_PASSWORD)


@pytest.mark.django_db
def test_a_providers_interface_proves_by_its_word_alone(brevo: Receiver, settings: Settings) -> None:
    letter = sent()
    assert len(brevo.came) == 1
    assert reached() != "reached"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # what is set now is of other letters
    assert reached() != "reached"
    told, at = DeliveryStatus.DELIVERED, days_later(1)
    record_event(provider="brevo", message_id=letter.message_id, event=told, occurred_at=at, now=at)
    assert reached() == "reached"


@pytest.mark.django_db
@pytest.mark.usefixtures("brevo")
@pytest.mark.parametrize("route", ["", "resend/0123456789abcdef", "smtp/0123456789abcdef"])
def test_silence_proves_of_whom_no_events_are_read_and_of_what_left_before_ways_were_kept(route: str) -> None:
    sent()
    Attempt.objects.update(route=route)
    assert reached() == "reached"


@pytest.mark.django_db
def test_silence_proves_behind_a_providers_mail_server_though_its_calls_are_read(
    mail: MailSink, settings: Settings
) -> None:
    """Most of its events bring back a name of its own alone, which finds no letter of ours."""
    settings.MAIL_HOOK_SECRETS = {"brevo": "hook:not-a-secret"}
    sent()
    assert len(mail.messages) == 1
    assert reached() == "reached"


@pytest.mark.django_db
@pytest.mark.usefixtures("brevo")
def test_the_way_of_the_last_try_counts() -> None:
    letter = sent()
    Attempt.objects.filter(delivery=letter).update(outcome="refused")
    again = Attempt.objects.get(delivery=letter)
    Attempt.objects.create(
        delivery=letter,
        n=2,
        body_sha=again.body_sha,
        started_at=again.started_at,
        ended_at=again.ended_at,
        outcome="ok",
        route="smtp/0123456789abcdef",
    )
    assert reached() == "reached"


@pytest.mark.django_db
def test_who_found_out_that_it_arrived_is_believed_where_the_provider_never_answered(
    brevo: Receiver, settings: Settings
) -> None:
    letter = in_doubt(brevo, settings)
    settle_uncertain(delivery_id=letter.pk, arrived=True, actor=olga().actor, note="they have it", now=days_later(1))
    assert reached() == "reached"


@pytest.mark.django_db
def test_a_provider_that_says_it_has_the_letter_is_waited_for(brevo: Receiver, settings: Settings) -> None:
    letter, at = in_doubt(brevo, settings), days_later(1)
    took = DeliveryStatus.ACCEPTED
    record_event(provider="brevo", message_id=letter.message_id, event=took, occurred_at=at, now=at)
    letter.refresh_from_db()
    assert letter.status == took
    assert reached() != "reached"


def in_doubt(brevo: Receiver, settings: Settings) -> Delivery:
    """Its call was never answered, and a provider without keys is not asked again."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "not-a-secret", "POSTMARK_API_URL": brevo.url}
    brevo.status = 504
    announced(corner_shop())
    deliver_due(now=Touchpoint.objects.filter(channel="email").earliest("due_at").due_at)
    letter = Delivery.objects.get(channel="email")
    assert letter.status == DeliveryStatus.UNCERTAIN
    return letter
