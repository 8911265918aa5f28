"""Customers read their own inbox and confirm by POST; nobody else's can be seen (A10, B8, P12, N56, N88)."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from config.services.mail_sink import MailSink
from lifecycle.api import portal_scope
from lifecycle.models import AuditEvent
from notifications.api import NotFound, acknowledge, inbox_of, text_sha
from notifications.models import Acknowledgement, Delivery, InboxMessage, Notice, Obligation, Touchpoint
from tests.cast import NOON, acme, alice, charlie, corner_shop, neighbour
from tests.notifications.scenes import announced, days_later, live_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(mail: MailSink) -> Notice:
    plan = announced(acme(), corner_shop())
    live_until(plan, days_later(5))
    return Notice.objects.get(plan=plan, code="sunset_announced")


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]  # a login of ours
    return client


def test_the_inbox_shows_the_accounts_own_notices(told: Notice) -> None:
    answer = signed_in(alice()).get("/api/v1/inbox")
    assert answer.status_code == 200
    (message,) = answer.json()
    assert message["code"] == "sunset_announced"
    assert message["notice"] == str(told.uuid)
    assert "Acme" in message["text"]


def test_confirming_counts_once_and_is_on_record(told: Notice) -> None:
    address = f"/api/v1/notices/{told.uuid}/acknowledge"
    client = signed_in(alice())
    said = client.get("/api/v1/inbox").json()[0]
    for unseen in ({}, {"text_sha": "0" * 64}):
        assert client.post(address, unseen, "application/json").status_code == 409
    assert client.post(address).status_code == 409
    assert not Acknowledgement.objects.exists()
    seen = {"text_sha": said["text_sha"]}
    first, second = (client.post(address, seen, "application/json") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert Acknowledgement.objects.get().name == "Alice"
    assert AuditEvent.objects.filter(action="notifications.notice.acknowledged").count() == 1


def test_opening_the_link_confirms_nothing(told: Notice) -> None:
    assert signed_in(alice()).get(f"/api/v1/notices/{told.uuid}/acknowledge").status_code == 405
    assert not Acknowledgement.objects.exists()


def test_a_foreign_and_an_unknown_notice_are_alike(told: Notice) -> None:
    neighbour()
    client = signed_in(charlie())
    foreign = client.post(f"/api/v1/notices/{told.uuid}/acknowledge")
    unknown = client.post(f"/api/v1/notices/{uuid.uuid4()}/acknowledge")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    assert client.get("/api/v1/inbox").json() == []
    with pytest.raises(NotFound):
        acknowledge(account=neighbour(), notice_id=told.uuid, user=charlie(), via="test", now=NOON, seen_sha="")


def test_nobody_reads_an_inbox_without_signing_in(told: Notice) -> None:
    assert Client().get("/api/v1/inbox").status_code in {401, 403}


def test_the_database_hides_other_accounts_rows_even_without_a_filter(told: Notice) -> None:
    other = corner_shop()
    with portal_scope(acme()):
        assert {each.account.key for each in InboxMessage.objects.select_related("account")} == {"acme"}
        assert not inbox_of(other).exists()


@pytest.mark.parametrize("model", [Touchpoint, Delivery, Obligation])
def test_the_portal_has_no_way_to_the_working_tables(told: Notice, model: type) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), portal_scope(acme()):
        model.objects.exists()  # type: ignore[attr-defined]  # a model


def test_what_was_said_and_confirmed_cannot_be_rewritten(told: Notice) -> None:
    seen = text_sha(inbox_of(acme())[0])
    acknowledge(account=acme(), notice_id=told.uuid, user=alice(), via="test", now=NOON, seen_sha=seen)
    for statement in (
        "UPDATE notifications_acknowledgement SET name = 'somebody else'",
        "DELETE FROM notifications_deliveryevent",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_portal_may_only_note_that_a_message_was_seen(told: Notice) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), portal_scope(acme()):
        InboxMessage.objects.update(body_text="nothing was said")
