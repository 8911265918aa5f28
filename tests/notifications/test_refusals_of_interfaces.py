"""What a provider's interface refuses of our own request halts the mailing and ends nobody's mail (A12, A13, N86).

notices 8, notices case 11
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from notifications.api import deliver_due, resume_run
from notifications.models import Attempt, Delivery, DeskTask, SendRun, Suppression
from notifications.rules.statuses import DeliveryStatus
from tests.cast import paul
from tests.notifications.channels.receiver import Receiver, receiving
from tests.notifications.test_whose_fault import approved_letter

pytestmark = pytest.mark.django_db
KEY, SENDER = b'{"code": "unauthorized", "message": "Key not found"}', b'{"message": "sender is not valid"}'
KNOWN = b'{"code": "duplicate_parameter", "message": "idempotencyKey is already used"}'
NOBODY = b'{"code": "invalid_parameter", "message": "email is not valid in to"}'


@pytest.fixture
def brevo(settings: Settings) -> Iterator[Receiver]:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.EMAIL_ALLOWED_DOMAINS = ["acme.example", "corner-shop.example"]
    with receiving() as found:
        settings.ANYMAIL = {"BREVO_API_KEY": "not-a-secret", "BREVO_API_URL": found.url}
        yield found


def letters() -> list[Delivery]:
    return list(Delivery.objects.filter(channel="email").order_by("id"))


@pytest.mark.parametrize(
    ("status", "body", "calls"), [(401, KEY, 1), (403, SENDER, 1), (400, SENDER, 2), (422, b"", 2)]
)
def test_a_fault_of_ours_halts_the_mailing_and_what_everybody_is_refused_is_asked_once(
    brevo: Receiver, status: int, body: bytes, calls: int
) -> None:
    letter = approved_letter()
    brevo.status, brevo.body = status, body
    for _ in range(3):
        deliver_due(now=letter.due_at)
    run = SendRun.objects.get(touchpoints=letter)
    assert (run.status, run.halt_reason) == ("halted", "configuration")
    assert run.halt_detail.split("; ")[-1].startswith(f"{status} API")
    assert len(brevo.came) == Attempt.objects.filter(delivery__channel="email").count() == calls
    its_own = {each.status for each in letters() if each.touchpoint.run_id == run.pk}
    assert its_own == {DeliveryStatus.HELD}  # one of another mailing was not even tried, or it is halted, too
    assert not Suppression.objects.exists()
    assert not DeskTask.objects.filter(kind="find_contact").exists()


def test_once_it_is_mended_and_somebody_says_so_all_of_it_leaves(brevo: Receiver) -> None:
    letter = approved_letter()
    brevo.status, brevo.body = 401, KEY
    for _ in range(2):
        deliver_due(now=letter.due_at)
    assert sum(each.failures for each in letters()) == 0
    brevo.status, brevo.body = 201, b""
    now = letter.due_at + timedelta(minutes=15)
    resume_run(run=SendRun.objects.get(touchpoints=letter).uuid, reason="key renewed", actor=paul().actor, now=now)
    for _ in range(2):
        deliver_due(now=now)
    assert {each.status for each in letters()} == {DeliveryStatus.ACCEPTED}


def test_a_key_that_is_known_already_is_no_fault_of_ours(brevo: Receiver) -> None:
    """Notices case 9: it left, the answer was lost, and it is sent once more under its key."""
    letter = approved_letter()
    brevo.status = 504
    deliver_due(now=letter.due_at)
    assert {each.status for each in letters()} == {DeliveryStatus.READY}
    brevo.status, brevo.body = 400, KNOWN
    for _ in range(2):
        deliver_due(now=letter.due_at + timedelta(minutes=2))
    assert SendRun.objects.get(touchpoints=letter).status != "halted"
    assert {each.status for each in letters()} == {DeliveryStatus.READY}
    assert set(Attempt.objects.filter(delivery__in=letters()).values_list("outcome", flat=True)) == {"ambiguous"}


def test_an_address_that_is_refused_is_that_letters_own_and_halts_nothing(brevo: Receiver) -> None:
    letter = approved_letter()
    brevo.status, brevo.body = 400, NOBODY
    for _ in range(2):
        deliver_due(now=letter.due_at)
    assert {each.status for each in letters()} == {DeliveryStatus.HARD_BOUNCED}
    assert SendRun.objects.get(touchpoints=letter).status != "halted"
    assert not Suppression.objects.exists()
    assert DeskTask.objects.filter(kind="find_contact").exists()
