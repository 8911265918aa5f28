"""Does staff see which programs send activity, and can an operator shut one out? (A2, S2; usage, section 1)"""

from http import HTTPStatus

import pytest
from django.test import Client

from analytics.models import ActivityBatch
from analytics.services.ingest_batches import ingest
from lifecycle.models import AuditEvent, User
from tests.analytics.feeds import NOW
from tests.analytics.ingest.calls import a_token, as_lines, event, send
from tests.cast import acme, olga, paul

SENDERS, REVOKE = "/console/imports/senders/", "/console/imports/senders/shop-events/revoke/"


def staff(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(text: str) -> int:
    lines = as_lines([event(1), event(2), event(3, module="No Module")])
    return int(send(text, lines, media_type="application/x-ndjson").status_code)


@pytest.mark.django_db
def test_a_program_is_seen_with_its_batches_and_shut_out_by_an_operator() -> None:
    acme()
    text = a_token()[1]
    assert sent(text) == HTTPStatus.ACCEPTED
    waiting = staff(paul()).get(SENDERS).content.decode()
    assert "shop-events" in waiting
    assert "waits" in waiting
    assert REVOKE not in waiting
    ingest(now=NOW)
    batch = ActivityBatch.objects.select_related("activity_import").get()
    page = staff(olga()).get(f"{SENDERS}?source=shop").content.decode()
    assert batch.activity_import
    assert f"/console/imports/{batch.activity_import.uuid}/" in page
    assert str(batch.uuid) in page
    assert str(batch.uuid) not in staff(olga()).get(f"{SENDERS}?source=other").content.decode()

    reason = {"reason": "its key was stolen"}
    assert staff(paul()).post(REVOKE, reason).status_code == HTTPStatus.FORBIDDEN
    assert sent(text) == HTTPStatus.ACCEPTED
    assert REVOKE in page
    assert "shop-events" in staff(olga()).get(REVOKE).content.decode()
    assert staff(olga()).post(REVOKE, reason).status_code == HTTPStatus.FOUND
    assert sent(text) == HTTPStatus.UNAUTHORIZED
    assert "shut out" in staff(olga()).get(SENDERS).content.decode()
    act = AuditEvent.objects.get(action="lifecycle.token.revoked")
    assert "its key was stolen" in act.body
    assert "revoked before" in staff(olga()).post(REVOKE, reason, follow=True).content.decode()
    assert AuditEvent.objects.filter(action="lifecycle.token.revoked").count() == 1
    assert staff(olga()).get(f"{SENDERS}?source=%00").status_code == HTTPStatus.OK
    assert staff(olga()).get(REVOKE.replace("shop", "none")).status_code == HTTPStatus.NOT_FOUND
