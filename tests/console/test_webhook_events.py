"""Does staff see what customers' programs heard, and pass one event on once more, on record? (A11, notices 9)"""

from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client

from lifecycle.models import AuditEvent, User
from notifications.crypto.sealed import seal
from notifications.models import EventCopy, WebhookEndpoint
from tests.cast import NOON, acme, anna, dora, olga

LOG = "/console/health/events/"


def staff(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def an_event() -> EventCopy:
    endpoint = WebhookEndpoint.objects.create(
        account=acme(), url="https://hooks.acme.example/", sealed=seal("x"), created_by="Alice", created_at=NOON
    )
    return EventCopy.objects.create(
        source="test",
        endpoint=endpoint,
        account=endpoint.account,
        type="module.read_only",
        body="{}",
        status="failed",
        detail="503 out of order",
        attempts=10,
        not_before=NOON,
        created_at=NOON,
        ended_at=NOON,
    )


@pytest.mark.django_db
def test_an_event_is_seen_with_its_fate_and_passed_on_once_more_by_who_may_with_a_reason() -> None:
    assert "No program heard of anything yet" in staff(olga()).get(LOG).content.decode()
    event = an_event()
    again, reason = f"{LOG}{event.uuid}/again/", {"reason": "they lost a day"}
    page = staff(olga()).get(f"{LOG}?account=acme").content.decode()
    assert all(each in page for each in ("module.read_only", "503 out of order", "was not taken", again))
    assert again not in staff(olga()).get(f"{LOG}?account=other").content.decode()
    assert b"acme," in staff(olga()).get(f"{LOG}?account=acme&format=csv").getvalue().splitlines()[1]
    assert len(staff(olga()).get(f"{LOG}?account=other&format=csv").getvalue().splitlines()) == 1
    assert "https://hooks.acme.example/" in staff(dora()).get(again).content.decode()
    assert staff(anna()).post(again, reason).status_code == HTTPStatus.FORBIDDEN
    assert staff(dora()).post(again, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert EventCopy.objects.get().status == "failed"
    assert "It goes out once more." in staff(dora()).post(again, reason, follow=True).content.decode()
    assert EventCopy.objects.get().status == "ready"
    act = AuditEvent.objects.get(action="notifications.webhook.replayed")
    assert "they lost a day" in act.body
    assert "under way already" in staff(dora()).post(again, reason, follow=True).content.decode()
    WebhookEndpoint.objects.update(status="stopped", ended_at=NOON)
    assert "its webhook ended" in staff(dora()).get(again).content.decode()
    assert staff(dora()).post(again, reason).status_code == HTTPStatus.CONFLICT
    assert staff(dora()).get(f"{LOG}{uuid4()}/again/").status_code == HTTPStatus.NOT_FOUND
