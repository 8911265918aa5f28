"""A customer's own program hears of each change, signed, until it is gone (A7, N70, protocols 4, notices 9)."""

import hashlib
import hmac
import json
import socket
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import date, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from lifecycle.api import Refused
from lifecycle.models import Brownout, Milestone, SunsetPlan
from lifecycle.rules.stages import Stage
from notifications.api import pass_on_copies, publish_plan, webhooks
from notifications.channels.contract import Temporary
from notifications.channels.webhook.channel import CHANNEL
from notifications.models import DeskTask, EventCopy, Touchpoint, WebhookEndpoint
from notifications.services.copies import _payload
from tests.cast import NOON, acme, alice, charlie, neighbour
from tests.notifications.channels.receiver import Receiver
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def told_plan() -> SunsetPlan:
    """Announced, and the first notice has left."""
    plan = announced(acme())
    Touchpoint.objects.filter(plan=plan, channel="email").update(told_at=NOON, told_dates={})
    return plan


def a_webhook(receiver: Receiver) -> tuple[WebhookEndpoint, str]:
    return webhooks.add_webhook(account=acme(), url=receiver.url, user=alice(), now=NOON)


def move_off(plan: SunsetPlan, to: date) -> None:
    row = Milestone.objects.get(plan=plan, kind="off")
    row.date, row.revision, row.moved_reason = to, row.revision + 1, "the replacement needs longer"
    row.save()


def test_each_change_is_told_once_and_verifies_with_plain_hmac(receiver: Receiver) -> None:
    plan, (_endpoint, secret) = told_plan(), a_webhook(receiver)
    for _ in range(3):
        publish_plan(plan_id=plan.pk, now=NOON)
        pass_on_copies(now=NOON)
    move_off(plan, date(2027, 6, 15))
    publish_plan(plan_id=plan.pk, now=NOON)
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=Stage.CANCELLED)
    publish_plan(plan_id=plan.pk, now=NOON)
    pass_on_copies(now=NOON)
    told = [json.loads(each.body) for each in receiver.came]
    assert [each["type"] for each in told] == [
        "module.sunset.announced",
        "module.sunset.date_changed",
        "module.sunset.cancelled",
    ]
    assert [each["data"]["revision"] for each in told] == [1, 2, 3]
    assert told[1]["data"]["moved"] == {"off": {"old": "2027-06-01", "new": "2027-06-15"}}
    for came in receiver.came:
        signed = f"{came.headers['webhook-id']}.{came.headers['webhook-timestamp']}.".encode() + came.body
        digest = hmac.new(b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        assert came.headers["webhook-signature"] == f"v1,{b64encode(digest).decode()}"
    assert len({came.headers["webhook-id"] for came in receiver.came}) == 3


def test_an_outage_is_told_when_it_is_open_and_an_internal_day_never(receiver: Receiver) -> None:
    """Protocols 2, notices 9."""
    plan, _endpoint = told_plan(), a_webhook(receiver)
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=Stage.EXPORT_ONLY)
    publish_plan(plan_id=plan.pk, now=NOON)
    SunsetPlan.objects.filter(pk=plan.pk).update(stage=Stage.BROWNOUT)
    Milestone.objects.filter(plan=plan, kind="archive").update(revision=7)
    publish_plan(plan_id=plan.pk, now=NOON)
    Brownout.objects.create(plan=plan, starts_at=NOON + timedelta(hours=1), ends_at=NOON + timedelta(hours=2))
    for minutes in (30, 61, 62, 121, 122):
        publish_plan(plan_id=plan.pk, now=NOON + timedelta(minutes=minutes))
    types = [each.type for each in EventCopy.objects.order_by("id")]
    assert types == ["module.export_only", "module.brownout.started", "module.brownout.ended"]


def test_a_renewed_secret_signs_beside_the_old_one(receiver: Receiver) -> None:
    endpoint, _secret = a_webhook(receiver)
    renewed = webhooks.renew_webhook_secret(account=acme(), uuid=endpoint.uuid, user=alice(), now=NOON)
    assert renewed is not None
    assert webhooks.try_webhook(account=acme(), uuid=endpoint.uuid, now=NOON)
    pass_on_copies(now=NOON)
    assert len(receiver.came[0].headers["webhook-signature"].split(" ")) == 2
    endpoint.refresh_from_db()
    assert renewed not in endpoint.sealed


def test_a_fault_is_tried_again_under_the_same_name_and_no_sooner_than_asked(receiver: Receiver) -> None:
    plan, _endpoint = told_plan(), a_webhook(receiver)
    publish_plan(plan_id=plan.pk, now=NOON)
    receiver.status, receiver.headers = 503, {"Retry-After": "120"}
    pass_on_copies(now=NOON)
    copy = EventCopy.objects.get()
    assert copy.not_before >= NOON + timedelta(seconds=120)
    receiver.status, receiver.headers = 302, {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    pass_on_copies(now=copy.not_before)
    copy.refresh_from_db()
    assert (copy.status, copy.detail[:3]) == ("ready", "302")  # never followed
    receiver.status = 204
    pass_on_copies(now=copy.not_before)
    assert len({each.headers["webhook-id"] for each in receiver.came}) == 1
    assert len(receiver.came) == 3


def test_what_a_dead_worker_was_sending_goes_out_again_under_its_name(receiver: Receiver) -> None:
    endpoint, _secret = a_webhook(receiver)
    webhooks.try_webhook(account=acme(), uuid=endpoint.uuid, now=NOON)
    copy = EventCopy.objects.get()
    now = timezone.now()  # noqa: TID251 - leases run by the database's clock
    held = EventCopy.objects.filter(pk=copy.pk)
    held.update(status="sending", attempts=1, lease_token=uuid4(), lease_until=now + timedelta(minutes=1))
    assert pass_on_copies(now=NOON) == 0
    held.update(lease_until=now - timedelta(seconds=1))
    assert pass_on_copies(now=NOON) == 0  # it counts as a refusal and waits like one, or a poisonous one never ends
    copy.refresh_from_db()
    assert copy.not_before >= NOON + timedelta(seconds=5)
    assert pass_on_copies(now=copy.not_before) == 1
    assert receiver.came[0].headers["webhook-id"] == str(copy.uuid)
    held.update(status="sending", attempts=10, ended_at=None, lease_token=uuid4(), lease_until=now - timedelta(days=1))
    assert pass_on_copies(now=NOON) == 0
    copy.refresh_from_db()
    assert copy.status == "failed"


def test_outside_production_and_under_another_key_nothing_is_called_and_nothing_lost(
    receiver: Receiver, settings: Settings
) -> None:
    """Spec notices 9: as with mail; a copy of production's database calls no customer."""
    endpoint, _secret = a_webhook(receiver)
    webhooks.try_webhook(account=acme(), uuid=endpoint.uuid, now=NOON)
    rows, at = WebhookEndpoint.objects.filter(pk=endpoint.pk), NOON
    rows.update(url="https://hooks.example/acme")
    for change in ({}, {"url": receiver.url, "sealed": "sealed elsewhere"}):
        rows.update(**change)
        assert pass_on_copies(now=at) == 1
        copy = EventCopy.objects.get()
        assert (copy.status, copy.attempts) == ("ready", 0)
        at = copy.not_before
    assert receiver.came == []
    assert rows.get().status == "active"


@pytest.mark.parametrize("asked", ["99999999999999999999", "9" * 4_000, "Fri, 31 Dec 9999 23:59:59 GMT", "soon"])
def test_whoever_asks_for_for_ever_waits_a_day_at_most(receiver: Receiver, asked: str) -> None:
    endpoint, _secret = a_webhook(receiver)
    webhooks.try_webhook(account=acme(), uuid=endpoint.uuid, now=NOON)
    receiver.status, receiver.headers = 503, {"Retry-After": asked}
    assert pass_on_copies(now=NOON) == 1
    copy = EventCopy.objects.get()
    assert (copy.status, copy.attempts) == ("ready", 1)
    assert copy.not_before <= NOON + timedelta(days=1)


def test_one_receiver_that_is_busy_or_refuses_holds_up_no_other(receiver: Receiver) -> None:
    """B1, N70: one at a time for each receiver; who refuses comes after those that take."""
    (first, _), (second, _) = a_webhook(receiver), a_webhook(receiver)
    for each in (first, first, second):
        webhooks.try_webhook(account=acme(), uuid=each.uuid, now=NOON)
    busy = EventCopy.objects.filter(endpoint=first).earliest("id")
    lease = timezone.now() + timedelta(minutes=1)  # noqa: TID251 - leases run by the database's clock
    EventCopy.objects.filter(pk=busy.pk).update(status="sending", lease_token=uuid4(), lease_until=lease)
    assert pass_on_copies(now=NOON) == 1
    assert json.loads(receiver.came[0].body)["type"] == "sunsetter.ping"
    assert EventCopy.objects.get(endpoint=second).status == "sent"
    free = {"lease_token": None, "lease_until": None}
    EventCopy.objects.filter(pk=busy.pk).update(status="ready", attempts=3, not_before=NOON, **free)
    webhooks.try_webhook(account=acme(), uuid=second.uuid, now=NOON + timedelta(seconds=1))
    assert pass_on_copies(now=NOON + timedelta(seconds=1), limit=1) == 1
    assert not EventCopy.objects.filter(endpoint=second, status="ready").exists()


def test_a_receiver_that_trickles_is_cut_off_in_time() -> None:
    """Time-outs of the library are per read; ours is for all of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=trickle, args=(server,))
        thread.start()
        before, url = time.monotonic(), f"http://127.0.0.1:{server.getsockname()[1]}/"
        answer = CHANNEL.send(_payload(EventCopy(body="{}"), url, "whsec_c2VjcmV0", NOON), timeout_s=0.2)
        took = time.monotonic() - before
        thread.join()
    assert (type(answer), took < 1.0) == (Temporary, True)


def trickle(server: socket.socket) -> None:
    line, _ = server.accept()
    with line, suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(60):
            line.sendall(f"X-{number}: a\r\n".encode())
            time.sleep(0.05)


def test_one_that_is_gone_is_closed_and_the_account_told_by_a_person(receiver: Receiver) -> None:
    plan, (endpoint, _secret) = told_plan(), a_webhook(receiver)
    publish_plan(plan_id=plan.pk, now=NOON)
    receiver.status = 410
    pass_on_copies(now=NOON)
    endpoint.refresh_from_db()
    assert endpoint.status == "gone"
    assert DeskTask.objects.get(source=f"webhook:{endpoint.uuid}").owner_email == "dora@sunsetter.example"
    move_off(plan, date(2027, 6, 15))
    publish_plan(plan_id=plan.pk, now=NOON)
    pass_on_copies(now=NOON + timedelta(days=9))
    assert len(receiver.came) == 1


def test_a_test_event_that_finds_it_gone_asks_for_a_call_and_a_stop_leaves_nothing_waiting(receiver: Receiver) -> None:
    """Notices 9: what waited is dropped, and a person tells it."""
    plan, (endpoint, _), (other, _) = told_plan(), a_webhook(receiver), a_webhook(receiver)
    webhooks.try_webhook(account=acme(), uuid=endpoint.uuid, now=NOON - timedelta(minutes=1))
    publish_plan(plan_id=plan.pk, now=NOON)
    webhooks.stop_webhook(account=acme(), uuid=other.uuid, user=alice(), now=NOON)
    receiver.status = 410
    pass_on_copies(now=NOON)
    assert [json.loads(each.body)["type"] for each in receiver.came] == ["sunsetter.ping"]
    assert set(EventCopy.objects.exclude(plan=None).values_list("status", flat=True)) == {"dropped"}
    assert DeskTask.objects.get(source=f"webhook:{endpoint.uuid}").plan == plan


def test_nobody_hears_before_the_first_notice_has_left_and_strangers_never(receiver: Receiver) -> None:
    plan = announced(acme())
    a_webhook(receiver)
    webhooks.add_webhook(account=neighbour(), url=receiver.url, user=charlie(), now=NOON)
    publish_plan(plan_id=plan.pk, now=NOON)
    assert not EventCopy.objects.exists()
    Touchpoint.objects.filter(plan=plan, channel="email").update(told_at=NOON, told_dates={})
    publish_plan(plan_id=plan.pk, now=NOON)
    assert [each.account for each in EventCopy.objects.all()] == [acme()]


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "http://example.com/",
        "https://localhost/",
        "https://user:password@example.com/",
        "https://example.com:8443/",
        "ftp://example.com/",
    ],
)
def test_only_public_https_is_taken(url: str, settings: Settings) -> None:
    settings.WEBHOOK_ALLOWS_LOOPBACK = False
    assert not CHANNEL.check_target(url)
    with pytest.raises(Refused):
        webhooks.add_webhook(account=acme(), url=url, user=alice(), now=NOON)


def test_an_account_reaches_its_own_webhooks_only(receiver: Receiver) -> None:
    endpoint, _secret = a_webhook(receiver)
    other, uuid = neighbour(), endpoint.uuid
    assert not webhooks.stop_webhook(account=other, uuid=uuid, user=charlie(), now=NOON)
    assert not webhooks.try_webhook(account=other, uuid=uuid, now=NOON)
    assert webhooks.renew_webhook_secret(account=other, uuid=uuid, user=charlie(), now=NOON) is None
