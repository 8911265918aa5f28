"""Can a person who may look at a quarantine, say what left, and end it on the pages? (P1, notices case 38)"""

import gzip
import html
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from console.views.quarantine import ASKED_AT_MOST
from lifecycle.api import Refused, staff_actor
from lifecycle.models import AuditEvent, User
from notifications.api import safeguards
from notifications.models import Delivery, Quarantine, Touchpoint
from tests.browser.structure import problems_of
from tests.cast import NOON, corner_shop, dora, olga
from tests.notifications.scenes import announced

PAGE = "/console/health/quarantine/"
RECONCILE, RELEASE = f"{PAGE}reconcile/", f"{PAGE}release/"


def staff(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(client: Client, path: str = PAGE) -> str:
    page = client.get(path).content.decode()
    assert problems_of(page, lang="en") == []
    return page


def log(text: str) -> dict[str, object]:
    return {"log": SimpleUploadedFile("mail.log", text.encode())}


@pytest.mark.django_db
def test_a_quarantine_is_looked_at_reconciled_with_a_log_and_released_by_who_may_with_a_reason() -> None:
    client = staff(olga())
    assert "Nothing is held" in read(client)
    assert {client.get(each).status_code for each in (RECONCILE, RELEASE)} == {HTTPStatus.NOT_FOUND}
    announced(corner_shop())
    first = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    Quarantine.objects.create(reason="older", ledger_at=NOON, doubtful_until=first, opened_at=first)
    assert "Nobody has looked yet" in read(client)
    assert "another person" in read(staff(dora()), RECONCILE)
    assert staff(dora()).post(RECONCILE).status_code == HTTPStatus.FORBIDDEN
    assert "Nobody has said yet" in read(client, RELEASE)
    assert client.post(RELEASE, {"reason": "restored"}).status_code == HTTPStatus.CONFLICT
    assert client.post(RECONCILE, log("to=<nobody@x.example>")).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Delivery.objects.exists()
    whole = log("to=<nobody@x.example>") | {"is_whole": "on"}
    said = "0 were sent, 1 were not, 0 stay in doubt."
    assert said in client.post(RECONCILE, whole, follow=True).content.decode()
    assert "No letter is in doubt" in read(client)
    whole = log("\xff to=<owner@corner-shop.example>") | {"is_whole": "on"}
    assert "1 stay in doubt." in client.post(RECONCILE, whole, follow=True).content.decode()
    assert "owner@corner-shop.example" in read(client)
    assert b",owner@corner-shop.example," in client.get(f"{PAGE}?format=letters.csv").getvalue()
    assert "0 were sent, 0 were not, 1 stay in doubt." in client.post(RECONCILE, follow=True).content.decode()
    assert client.post(RELEASE, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    told = client.post(RELEASE, {"reason": "the log was read"}, follow=True).content.decode()
    assert b",the log was read" in client.get(f"{PAGE}?format=past.csv").getvalue()
    assert "may leave; 1 are in doubt" in told
    assert all(each in told for each in ("Nothing is held", "Earlier ones", "the log was read", "Olga"))
    assert "the log was read" in AuditEvent.objects.get(action="notifications.quarantine.released").body
    assert AuditEvent.objects.filter(action="notifications.quarantine.reconciled").count() == 3
    assert Delivery.objects.get(channel="email").status == "uncertain"
    _many_in_doubt(Touchpoint.objects.filter(channel="email").earliest("due_at"))
    page = read(client)
    assert page.count("@x.example") == 50
    assert "2 more" in page


@pytest.mark.django_db
def test_more_letters_than_one_request_looks_up_are_left_to_the_command_and_nothing_changes() -> None:
    announced(corner_shop())
    first = Touchpoint.objects.filter(channel="email").earliest("due_at")
    _many_in_doubt(first, count=ASKED_AT_MOST - 1)  # and two contacts of that day, not yet made
    Quarantine.objects.update(doubtful_until=first.due_at)
    before = list(Delivery.objects.order_by("id").values())
    client, log_of_all = staff(olga()), log("to=<owner@corner-shop.example>") | {"is_whole": "on"}
    said = f"{ASKED_AT_MOST + 1} letters and contacts were due; a page looks at {ASKED_AT_MOST} at most."
    command = "manage.py notices quarantine reconcile --sent LOG --as EMAIL"
    page = html.unescape(read(client, RECONCILE))
    assert said in page
    assert command in page  # before anybody sends a log
    refused = client.post(RECONCILE, log_of_all)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert command in html.unescape(refused.content.decode())
    assert list(Delivery.objects.order_by("id").values()) == before
    assert Quarantine.objects.get().reconciled_at is None
    assert Touchpoint.objects.get(pk=first.pk).status == "planned"
    assert not AuditEvent.objects.filter(action="notifications.quarantine.reconciled").exists()


@pytest.mark.django_db
def test_more_letters_in_doubt_than_one_request_makes_tasks_of_are_left_to_the_command_and_nothing_changes() -> None:
    announced(corner_shop())
    _many_in_doubt(Touchpoint.objects.filter(channel="email").earliest("due_at"), count=ASKED_AT_MOST + 1)
    Quarantine.objects.update(reconciled_at=NOON)
    before = list(Delivery.objects.order_by("id").values())
    client, command = staff(olga()), "manage.py notices quarantine release --reason WHY --as EMAIL"
    assert f"{ASKED_AT_MOST + 1} letters are in doubt" in html.unescape(read(client, RELEASE))
    refused = client.post(RELEASE, {"reason": "the log was read"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert command in html.unescape(refused.content.decode())
    assert list(Delivery.objects.order_by("id").values()) == before
    assert not AuditEvent.objects.filter(action="notifications.quarantine.released").exists()


@pytest.mark.django_db
def test_as_many_as_may_be_are_looked_up_and_released_at_once() -> None:
    announced(corner_shop())
    first = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    Quarantine.objects.create(reason="older", ledger_at=NOON, doubtful_until=first, opened_at=first)
    as_olga = staff_actor(olga().email)
    with pytest.raises(Refused):
        safeguards.reconcile_quarantine(sent=None, actor=as_olga, now=first, at_most=1)
    assert not Delivery.objects.exists()
    for limit in (2, 1):  # what is made is no contact to come any more
        found = safeguards.reconcile_quarantine(sent=None, actor=as_olga, now=first, at_most=limit)
        assert found.doubtful == 1
    with pytest.raises(Refused):
        safeguards.release_quarantine(reason="read", actor=as_olga, now=first, at_most=0)
    assert safeguards.release_quarantine(reason="read", actor=as_olga, now=first, at_most=1).doubtful == 1


def _many_in_doubt(touchpoint: Touchpoint, *, count: int = 52) -> None:
    """One page of them, and two."""
    Delivery.objects.bulk_create(
        Delivery(
            touchpoint=touchpoint,
            account=touchpoint.account,
            channel="email",
            address=f"n{number}@x.example",
            address_norm=f"n{number}@x.example",
            locale="en",
            message_id=f"<{number}@x.example>",
            status="held",
            hold_reason="quarantine",
            not_before=NOON,
            created_at=NOON,
        )
        for number in range(count)
    )
    later = NOON + timedelta(days=1)
    Quarantine.objects.create(reason="gone", ledger_at=NOON, doubtful_until=later, opened_at=later)


@pytest.mark.django_db
def test_a_log_that_cannot_be_read_or_names_nobody_is_refused_for_its_letters_would_leave_again() -> None:
    client = staff(olga())
    announced(corner_shop())
    first = Touchpoint.objects.filter(channel="email").earliest("due_at").due_at
    Quarantine.objects.create(reason="older", ledger_at=NOON, doubtful_until=first, opened_at=first)
    packed = SimpleUploadedFile("mail.log.1.gz", gzip.compress(b"to=<owner@corner-shop.example>"))
    assert "unpack it" in client.post(RECONCILE, {"log": packed, "is_whole": "on"}).content.decode()
    assert "It names nobody" in client.post(RECONCILE, log("the queue is empty") | {"is_whole": "on"}).content.decode()
    assert not Delivery.objects.exists()
