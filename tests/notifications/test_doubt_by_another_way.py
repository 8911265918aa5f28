"""What is in doubt is sent again under its key by the way by which it left, and by no other (A13, P1).

notices case 1, notices case 9, notices 4
"""

import json
import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from config.services.mail_sink import Answer, MailSink
from notifications.api import deliver_due
from notifications.channels.registry import OUTLETS
from notifications.models import Attempt, Delivery, DeskTask, Touchpoint
from notifications.rules.notice_codes import Channel
from notifications.rules.statuses import DeliveryStatus
from tests.cast import corner_shop
from tests.chaos.crash import dies_at
from tests.chaos.keyed_sink import KEY_HEADER
from tests.chaos.noon import NOW
from tests.chaos.scenes import notices
from tests.notifications.channels.receiver import Receiver, receiving
from tests.notifications.machine.dying import end_leases
from tests.notifications.scenes import announced

LATER, NEVER = timedelta(minutes=5), 1_000_000


@pytest.fixture
def brevo(settings: Settings) -> Iterator[Receiver]:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["x.example", "corner-shop.example"]
    with receiving() as found:
        settings.ANYMAIL = {"BREVO_API_KEY": "not-a-secret", "BREVO_API_URL": found.url}
        yield found


def keys(provider: Receiver) -> list[str]:
    return [json.loads(each.body)["headers"]["idempotencyKey"] for each in provider.came]


def an_older_release_wrote_it(_: Settings) -> None:
    Attempt.objects.update(route="")


def the_account_is_another_one(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "BREVO_API_KEY": "of another account"}


def the_provider_is_another_one(settings: Settings) -> None:
    settings.ANYMAIL = {"RESEND_API_KEY": "not-a-secret", "RESEND_API_URL": settings.ANYMAIL["BREVO_API_URL"]}
    settings.EMAIL_BACKEND = "anymail.backends.resend.EmailBackend"


@pytest.mark.django_db
@pytest.mark.parametrize("is_ready", [False, True])
@pytest.mark.parametrize(
    "changed",
    [an_older_release_wrote_it, the_account_is_another_one, the_provider_is_another_one],
)
def test_by_another_way_it_is_a_person_who_decides(
    brevo: Receiver, settings: Settings, changed: Callable[[Settings], None], *, is_ready: bool
) -> None:
    """Changed while it waits to be sent again, or while its worker was dead."""
    announced(corner_shop())
    now = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    brevo.status = 504
    deliver_due(now=now)
    letter = Delivery.objects.get(channel="email")
    assert letter.status == DeliveryStatus.READY
    if not is_ready:
        as_if_its_worker_had_died(letter)
    changed(settings)
    brevo.status = 200
    deliver_due(now=now + LATER)
    letter.refresh_from_db()
    assert (letter.status, len(brevo.came)) == (DeliveryStatus.UNCERTAIN, 1)
    assert DeskTask.objects.filter(kind="review_uncertain").count() == 1


def as_if_its_worker_had_died(letter: Delivery) -> None:
    Attempt.objects.filter(delivery=letter).update(outcome="open", ended_at=None)
    lease = {"lease_until": letter.not_before, "lease_token": letter.uuid}
    Delivery.objects.filter(pk=letter.pk).update(status=DeliveryStatus.SENDING, **lease)
    end_leases()


@pytest.mark.slow("a copy of the program is killed and recovered from")
def test_who_is_killed_while_the_provider_has_the_letter_is_followed_under_the_same_key(
    live_db: SimpleNamespace, brevo: Receiver, tmp_path: Path
) -> None:
    """Its attempt is on record and what came of it is not: sent again, known there by its key.

    A copy that finds a lock nobody opens ends before its call: then there is another one.
    """
    who = tmp_path / "who"

    def send() -> None:
        who.write_text(str(os.getpid()))
        deliver_due(now=NOW)

    brevo.before_answer = lambda: os.kill(int(who.read_text()), signal.SIGKILL)
    for _ in range(3):
        notices(1, told_inside=0)
        assert dies_at(NEVER, send)
        end_leases()
        if brevo.came:
            break
    brevo.before_answer = lambda: None
    letter = Delivery.objects.get(uuid=keys(brevo)[0])
    assert list(letter.attempts.values_list("outcome", "route")) == [("open", OUTLETS[Channel.EMAIL].route)]
    deliver_due(now=NOW)
    letter.refresh_from_db()
    assert (letter.status, keys(brevo).count(str(letter.uuid))) == (DeliveryStatus.READY, 1)
    deliver_due(now=letter.not_before)
    letter.refresh_from_db()
    assert letter.status == DeliveryStatus.ACCEPTED
    assert keys(brevo).count(str(letter.uuid)) == 2


@pytest.mark.django_db
def test_a_mail_server_under_another_name_is_told_nothing_twice(mail: MailSink, settings: Settings) -> None:
    settings.EMAIL_KEYED_HOSTS = dict.fromkeys(("127.0.0.1", "localhost"), (KEY_HEADER, timedelta(hours=2)))
    announced(corner_shop())
    now = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    mail.answer = Answer.DROP
    deliver_due(now=now)
    mail.answer, settings.EMAIL_HOST = Answer.KEEP, "localhost"
    deliver_due(now=now + LATER)
    assert Delivery.objects.get(channel="email").status == DeliveryStatus.UNCERTAIN
    assert len(mail.messages) == 1
