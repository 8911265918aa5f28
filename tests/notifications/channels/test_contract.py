"""Does every channel folder keep the contract, whatever is thrown at it (spec notices 9, N66)?

It runs over the folders that are found: a new channel is tested the day it appears, without an edit here.
"""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from lifecycle.rules.verdicts import Verdict
from notifications import channels
from notifications.channels.contract import Accepted, Ambiguous, Found, Payload, Proof, Refused, Temporary, Unbelieved
from notifications.channels.registry import FOUND, event_parser
from notifications.models import Notice, Touchpoint
from notifications.rules.notice_codes import Channel
from tests.cast import NOON, corner_shop
from tests.notifications.channels.receiver import Receiver
from tests.notifications.scenes import announced

FOLDERS = sorted(each.name for each in Path(channels.__path__[0]).iterdir() if (each / "channel.py").exists())
ODD = (
    "",
    "nobody",
    "a@b\r\nBcc: c@d",
    "https://[",
    "json://",
    "javascript:alert(1)",
    "x" * 5_000,
    "\x00",
    "файл@почта.рф",
)
ANSWERS = (Accepted, Refused, Temporary, Ambiguous)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the vector of the Standard Webhooks specification


@pytest.fixture
def payload(settings: Settings, db: None) -> Payload:
    """Something that each channel could send, in a place where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    plan = announced(corner_shop())
    touchpoint = Touchpoint.objects.filter(plan=plan).earliest("id")
    return Payload(
        key=uuid4(),
        message_id="<one@sunsetter.example>",
        address="http://127.0.0.1:9/",
        name="Owner",
        subject="Reports",
        text='{"n": 7, "kind": "announced", "moved": {}, "reason": ""}',
        html="<p>Reports</p>",
        locale="en",
        sent_at=NOON,
        reply_to="dora@sunsetter.example",
        reply_to_name="Dora",
        account_id=corner_shop().pk,
        plan_id=plan.pk,
        notice_id=Notice.objects.earliest("id").pk,
        touchpoint_id=touchpoint.pk,
        date_revision=1,
        due_date=date(2027, 3, 1),
        secret=SECRET,
    )


def test_every_folder_is_a_channel_and_planned_contacts_go_through_some_of_them() -> None:
    assert sorted(FOUND) == FOLDERS
    assert {each.value for each in Channel} <= set(FOLDERS)


@pytest.mark.parametrize("name", FOLDERS)
def test_it_says_what_it_can_do(name: str) -> None:
    outlet = FOUND[name]
    assert isinstance(outlet.proof, Proof)
    assert outlet.max_bytes > 0
    unknown = outlet.resolve(UUID(int=0)) if not outlet.can_look_up else Found.UNKNOWN
    assert unknown is Found.UNKNOWN


@pytest.mark.parametrize("name", FOLDERS)
def test_whatever_it_is_given_it_answers_and_raises_nothing(name: str, payload: Payload) -> None:
    outlet, begun = FOUND[name], time.monotonic()
    for address in ODD:
        assert isinstance(outlet.check_target(address), Verdict)
        assert isinstance(outlet.send(replace(payload, address=address, key=uuid4()), timeout_s=1), ANSWERS)
    for text in ("", "not JSON", "\x00", "x" * (outlet.max_bytes + 1)):
        assert isinstance(outlet.send(replace(payload, text=text, key=uuid4()), timeout_s=1), ANSWERS)
    assert time.monotonic() - begun < 30  # nobody sleeps or tries again by itself


@pytest.mark.parametrize("name", [each for each in FOLDERS if FOUND[each].can_look_up])
def test_one_that_can_look_up_knows_a_key_again_and_says_it_once(name: str, payload: Payload) -> None:
    outlet = FOUND[name]
    assert outlet.resolve(payload.key) is Found.ABSENT
    assert [type(outlet.send(payload, timeout_s=1)) for _ in range(2)] == [Accepted, Accepted]
    assert outlet.resolve(payload.key) is Found.FOUND


def test_only_from_delivered_on_does_a_channel_reach(receiver: Receiver) -> None:
    """Chat, announcement page and webhook never reach (spec notices 2)."""
    no_proof = {name for name, outlet in FOUND.items() if outlet.proof in {Proof.NONE, Proof.ACCEPTED}}
    assert no_proof == {"announcement", "chat", "webhook"}
    assert not no_proof & {each.value for each in Channel}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_stranger_is_not_believed(name: str) -> None:
    parse = event_parser(name)
    if parse is not None:
        assert isinstance(parse("nobody", RequestFactory().post("/")), Unbelieved)
    assert event_parser("no-channel") is None
