"""What a mail provider tells afterwards: kept once, applied later (A13, N87, notices cases 16, 17, 32, 35).

The payloads are those of Postmark's and Mailgun's documentation, cut to what is read.
"""

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.models import AuditEvent, Contact
from lifecycle.rules.actors import Actor, ActorKind, Role
from notifications.api import Unbelieved, apply_events, deliver_due, parse_events, receive_events, repair_address
from notifications.models import Attempt, Delivery, DeliveryEvent, DeskTask, Suppression, Touchpoint
from notifications.rules.provider_events import Meaning, ProviderEvent
from notifications.rules.statuses import DeliveryStatus
from tests.cast import NOON, corner_shop
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db
LOGIN = "hook:not-a-secret"
KEY = "key-of-mailgun"
HEADERS = {"Authorization": f"Basic {b64encode(LOGIN.encode()).decode()}"}
CSM = Actor(ActorKind.PERSON, "Dora", "dora", Role.CSM)


@pytest.fixture
def sent(mail: MailSink, settings: Settings) -> Delivery:
    """The announcement, taken over by the mail server."""
    settings.MAIL_HOOK_SECRETS = {"postmark": LOGIN, "mailgun": KEY}
    shop = corner_shop()
    email = "second@corner-shop.example"
    Contact.objects.create(account=shop, email=email, email_norm=email, role=Contact.Role.BILLING)
    announced(shop)
    first = Touchpoint.objects.filter(channel="email").earliest("due_at")
    deliver_due(now=first.due_at)
    return Delivery.objects.get(channel="email")


def told(delivery: Delivery, meaning: Meaning, *, key: str = "", answer: str = "") -> ProviderEvent:
    return ProviderEvent(delivery.message_id, key or meaning.value, meaning, delivery.created_at, answer)


def apply_now(delivery: Delivery, *events: ProviderEvent) -> Delivery:
    now = delivery.created_at + timedelta(minutes=1)
    receive_events(provider="postmark", events=events, now=now)
    apply_events(now=now)
    delivery.refresh_from_db()
    return delivery


def bounce(delivery: Delivery, number: int = 1) -> dict[str, object]:
    return {
        "RecordType": "Bounce",
        "ID": number,
        "Type": "HardBounce",
        "MessageID": delivery.message_id.strip("<>"),
        "Email": delivery.address,
        "BouncedAt": "2027-03-01T12:00:00Z",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    }


def post(body: object, *, provider: str = "postmark", headers: dict[str, str] | None = None) -> int:
    given = HEADERS if headers is None else headers
    path = f"/api/v1/hooks/mail/{provider}/"
    return Client().post(path, json.dumps(body), content_type="application/json", headers=given).status_code


def test_events_five_times_and_in_any_order_end_alike(sent: Delivery) -> None:
    """Notices case 16: five times, reversed, late `delivered`: the rank only rises."""
    ended = set()
    for number, order in enumerate(permutations((Meaning.ACCEPTED, Meaning.SOFT, Meaning.DELIVERED))):
        Delivery.objects.filter(pk=sent.pk).update(status=DeliveryStatus.ACCEPTED)
        for each in order * (5 if number == 0 else 1):
            apply_now(sent, told(sent, each, key=f"{order}{each}"))
        ended.add(sent.status)
    assert ended == {DeliveryStatus.DELIVERED}
    assert DeliveryEvent.objects.count() == 18
    apply_now(sent, told(sent, Meaning.ADDRESS))
    assert apply_now(sent, told(sent, Meaning.DELIVERED, key="late")).status == DeliveryStatus.HARD_BOUNCED


def test_an_event_before_its_message_is_parked_and_matched_later(sent: Delivery) -> None:
    """Notices case 16: unknown id, and an event that comes before our commit; it never makes a delivery."""
    early = ProviderEvent("of-the-provider", "early", Meaning.DELIVERED, sent.created_at)
    stranger = ProviderEvent("of-somebody-else", "stranger", Meaning.ADDRESS, sent.created_at)
    apply_now(sent, early, stranger)
    assert sent.status == DeliveryStatus.ACCEPTED
    assert set(DeliveryEvent.objects.values_list("applied_at", flat=True)) == {None}
    Delivery.objects.filter(pk=sent.pk).update(provider_ref="of-the-provider")
    assert apply_events(now=sent.created_at) == 1
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.DELIVERED
    assert Delivery.objects.filter(channel="email").count() == 1
    assert DeliveryEvent.objects.get(event_key="stranger").delivery is None


@pytest.mark.parametrize("stamp", ["", "1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"])
def test_a_doubt_ends_between_the_attempt_and_the_receipt_whatever_time_is_told(sent: Delivery, stamp: str) -> None:
    """B1, A13: silence is counted from here on; an event without a time, or with a false one, opens no gate."""
    Delivery.objects.filter(pk=sent.pk).update(status=DeliveryStatus.UNCERTAIN, accepted_at=None)
    body = {"RecordType": "Delivery", "MessageID": sent.message_id.strip("<>"), "Recipient": sent.address}
    call = RequestFactory().post(
        "/", json.dumps(body | {"DeliveredAt": stamp}), content_type="application/json", headers=HEADERS
    )
    found = parse_events("email", "postmark", call)
    assert not isinstance(found, Unbelieved)
    started = Attempt.objects.get(delivery=sent).started_at
    received = started + timedelta(hours=1)
    assert receive_events(provider="postmark", events=found, now=received) == 1
    apply_events(now=received)
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.DELIVERED
    assert sent.accepted_at == (started if stamp.startswith("1970") else received)


def test_a_provider_is_believed_by_its_secret_alone(sent: Delivery) -> None:
    """Notices case 17: a forged signature or password is 4xx and leaves no row; an unknown provider is not there."""
    wrong = {"Authorization": f"Basic {b64encode(b'hook:guessed').decode()}"}
    assert post(bounce(sent), headers=wrong) == 400
    assert post(bounce(sent), headers={}) == 400
    assert post({"RecordType": 1, "Metadata": 1}) == 400
    assert post(bounce(sent), provider="brevo") == post(bounce(sent), provider="nobody") == 404
    assert post(mailgun(sent, key="guessed"), provider="mailgun", headers={}) == 400
    assert not DeliveryEvent.objects.exists()
    assert post(mailgun(sent, key=KEY), provider="mailgun", headers={}) == 200
    apply_events(now=datetime.now(UTC))  # noqa: TID251 - the view under test read the real clock
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.DELIVERED


def mailgun(delivery: Delivery, *, key: str) -> dict[str, object]:
    signature = hmac.new(key.encode(), b"1803643200token", hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": "1803643200", "token": "token", "signature": signature},
        "event-data": {
            "event": "delivered",
            "id": "e1",
            "timestamp": 1803643200.0,
            "recipient": delivery.address,
            "message": {"headers": {"message-id": delivery.message_id.strip("<>")}},
        },
    }


def test_a_bounce_is_kept_at_once_and_acts_later_once(sent: Delivery, mail: MailSink) -> None:
    """Notices case 17: the call only keeps; whatever happens on applying, the next round does it again."""
    assert [post(bounce(sent)) for _ in range(3)] == [200, 200, 200]
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.ACCEPTED
    now = datetime.now(UTC)  # noqa: TID251 - the view under test read the real clock
    assert (apply_events(now=now), apply_events(now=now)) == (1, 0)
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.HARD_BOUNCED
    assert Suppression.objects.get().scope == Suppression.Scope.CHANNEL
    deliver_due(now=sent.created_at)
    assert [each.recipients[0] for each in mail.messages][-1] == "second@corner-shop.example"


def test_a_burst_of_events_is_kept_by_a_few_queries_and_none_is_lost(
    sent: Delivery, django_assert_max_num_queries: object
) -> None:
    """Notices case 17: 10,000 events in calls of 500."""
    burst = [told(sent, Meaning.DELIVERED, key=str(number)) for number in range(500)]
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # pytest-django's fixture has no public type
        receive_events(provider="mailgun", events=burst, now=sent.created_at)
    assert DeliveryEvent.objects.count() == 500
    assert receive_events(provider="mailgun", events=burst, now=sent.created_at) == 0


def test_one_event_that_is_odd_or_cannot_be_applied_holds_up_no_other(sent: Delivery) -> None:
    """A13: NUL and half a surrogate pair in a server's answer; a fault in one event is that one's alone."""
    odd = told(sent, Meaning.SOFT, key="o\0dd", answer="452 \0 \ud800 full")
    receive_events(provider="postmark", events=[odd, told(sent, Meaning.DELIVERED)], now=sent.created_at)
    DeliveryEvent.objects.create(
        provider="other", event_key="x", ref=sent.message_id, type="strange", occurred_at=NOON, received_at=NOON
    )
    assert apply_events(now=sent.created_at) == 2
    assert DeliveryEvent.objects.get(event_key="odd").payload == {"answer": "452   full"}
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.DELIVERED


def test_what_stays_parked_is_looked_at_every_ten_minutes(sent: Delivery) -> None:
    early = ProviderEvent("of-the-provider", "e", Meaning.DELIVERED, None)
    receive_events(provider="postmark", events=[early], now=sent.created_at)
    Delivery.objects.filter(pk=sent.pk).update(provider_ref="of-the-provider")
    turn = timedelta(seconds=2 * (DeliveryEvent.objects.get().pk % 300))
    hour = (sent.created_at + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    after = timedelta(seconds=2)
    assert [apply_events(now=hour + each) for each in (turn + after, turn, turn)] == [0, 1, 0]


def test_policy_against_the_sender_suppresses_nobody(sent: Delivery) -> None:
    """Spec notices 8: 550 5.7.515 is our configuration: nobody is suppressed, nobody else gets the same refusal."""
    apply_now(sent, told(sent, Meaning.CONFIGURATION, answer="550 5.7.515 Access denied"))
    assert (sent.status, sent.detail[:11]) == (DeliveryStatus.HARD_BOUNCED, "550 5.7.515")
    assert not Suppression.objects.exists()
    assert Delivery.objects.filter(channel="email").count() == 1
    again = [repair_address(address=sent.address, actor=CSM, note="DKIM mended", now=sent.created_at) for _ in "12"]
    assert again == [1, None]


def test_who_complains_gets_no_mail_and_the_account_hears_another_way(sent: Delivery) -> None:
    """Notices case 32: e-mail stops for them in every class; the next contact and a task for a person."""
    apply_now(sent, told(sent, Meaning.COMPLAINED))
    assert sent.status == DeliveryStatus.COMPLAINED
    assert Suppression.objects.get().address_norm == sent.address_norm
    assert Delivery.objects.filter(channel="email").latest("id").address == "second@corner-shop.example"
    assert DeskTask.objects.get(source=f"complained:{sent.uuid}").status == DeskTask.Status.OPEN


def test_the_third_day_of_soft_refusals_asks_for_somebody_else_and_suppresses_nobody(sent: Delivery) -> None:
    """Refusals are counted by days: a server puts one message off many times a day."""
    for number, (days, expected) in enumerate([(0, 1), (0, 1), (0, 1), (1, 1), (2, 2), (3, 2), (9, 2)]):
        event = told(sent, Meaning.SOFT, key=str(number), answer="452 4.2.2 mailbox full")
        apply_now(sent, replace(event, occurred_at=sent.created_at + timedelta(days=days)))
        assert Delivery.objects.filter(channel="email").count() == expected
    assert not Suppression.objects.exists()


def test_a_repaired_address_gets_what_is_owed_once(sent: Delivery, mail: MailSink) -> None:
    """Notices case 35."""
    later = sent.created_at + timedelta(days=1)
    apply_now(sent, told(sent, Meaning.ADDRESS, answer="550 5.1.1 unknown"))
    again = [
        repair_address(address=sent.address, actor=CSM, note="typo in their directory mended", now=later)
        for _ in range(2)
    ]
    assert again == [1, None]
    deliver_due(now=later)
    assert [each.recipients[0] for each in mail.messages].count(sent.address) == 2
    assert sent.address not in AuditEvent.objects.get(action="notifications.address.repaired").body
