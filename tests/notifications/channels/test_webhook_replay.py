"""An operator passes an event on once more, on record, and the receiver knows it again (A11, notices 9)."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from lifecycle.models import AuditEvent
from notifications.api import pass_on_copies, publish_plan, webhooks
from notifications.models import EventCopy, Touchpoint
from tests.cast import NOON, acme, alice, charlie, olga
from tests.notifications.channels.receiver import Receiver
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("webhooks", *words, stdout=out, stderr=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_an_event_goes_out_once_more_the_same_to_the_byte_and_only_where_somebody_listens(receiver: Receiver) -> None:
    assert run()[0] == 3
    plan = announced(acme())
    Touchpoint.objects.filter(plan=plan, channel="email").update(told_at=NOON, told_dates={})
    endpoint, _secret = webhooks.add_webhook(account=acme(), url=receiver.url, user=alice(), now=NOON)
    publish_plan(plan_id=plan.pk, now=NOON)
    (event,) = json.loads(run("--account", "acme", "--json")[1])
    again = ("replay", event["event"], "--note", "they lost a day", "--as", olga().email)
    assert run(*again)[0] == 3  # it has not even left
    pass_on_copies(now=NOON)
    assert run("replay", "x", "--as", olga().email)[0] == 1
    assert run("replay", event["event"], "--as", olga().email)[0] == 2  # says no reason
    assert run(*again)[0] == 0
    pass_on_copies(now=EventCopy.objects.get().not_before)
    first, second = receiver.came
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    kept = AuditEvent.objects.get(action="notifications.webhook.replayed")
    assert (kept.account, json.loads(kept.body)["facts"]["note"]) == (acme(), "they lost a day")
    webhooks.stop_webhook(account=acme(), uuid=endpoint.uuid, user=alice(), now=NOON)
    assert run(*again)[0] == 2
    assert run("--account", charlie().email)[0] == 3
