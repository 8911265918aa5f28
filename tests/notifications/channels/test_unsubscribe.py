"""One click in a mail ends reminders and nothing else; following a link ends nothing (A13, N85, notices case 30)."""

from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.signing import Signer
from django.test import Client
from pytest_django import Settings

from config.services.mail_sink import MailSink
from lifecycle.api import BadInput, Refused
from lifecycle.models import AuditEvent
from notifications.api import Became, deliver_due, reminders, take_reply
from notifications.models import Delivery, DeskTask, Suppression, Touchpoint
from tests.cast import NOON, corner_shop, dora
from tests.notifications.scenes import announced

pytestmark = pytest.mark.django_db


def send_first(code: str) -> None:
    due = Touchpoint.objects.filter(channel="email", notice__code=code).earliest("due_at").due_at
    deliver_due(now=due)


def test_a_hundred_readers_of_the_link_do_nothing_and_one_click_ends_reminders(mail: MailSink) -> None:
    """Notices case 30: GET and HEAD do nothing, POST acts, twice is once, a forged link is not there."""
    announced(corner_shop())
    send_first("sunset_announced")
    send_first("sunset_reminder")
    mandatory, optional = (each.message for each in mail.messages)
    assert mandatory["List-Unsubscribe"] is None
    assert optional["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = str(optional["List-Unsubscribe"]).split(", ")
    path = https.strip("<>").removeprefix(settings.PUBLIC_URL)
    token = path.strip("/").rpartition("/")[2]
    assert mailto == f"<mailto:sunsetter@localhost?subject=unsubscribe%20{token}>"
    scanner = Client()
    for number in range(100):
        assert (scanner.head if number % 10 else scanner.get)(path).status_code == 200
    assert not Suppression.objects.exists()
    for _ in range(2):
        assert scanner.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [each.scope for each in Suppression.objects.all()] == ["optional"]
    assert scanner.post(path.replace(token, f"x{token[1:]}" if token[0] != "x" else f"y{token[1:]}")).status_code == 404
    assert Delivery.objects.get(message_id=str(optional["Message-ID"])).uuid.hex not in https
    Delivery.objects.filter(channel="email", status="ready").update(status="cancelled")
    sent = len(mail.messages)
    due = Touchpoint.objects.filter(channel="email", notice__code="sunset_reminder", status="planned")
    for each in due.order_by("due_at")[:2]:
        deliver_due(now=each.due_at)
    assert len(mail.messages) == sent
    send_first_of_the_end()
    assert len(mail.messages) == sent + 1


def written(subject: str) -> bytes:
    said = f"From: reader@elsewhere.example\nTo: sunsetter@localhost\nSubject: {subject}\nMessage-ID: <u@x>\n\n"
    return said.encode()


def test_a_mail_program_that_writes_instead_ends_reminders_too(mail: MailSink) -> None:
    """The subject is signed: whoever has the mail may stop it, from any mailbox, and nobody else."""
    announced(corner_shop())
    send_first("sunset_reminder")
    optional = next(each.message for each in mail.messages if each.message["List-Unsubscribe"])
    mailto = str(optional["List-Unsubscribe"]).split(", ")[1].strip("<>")
    subject = unquote(mailto.partition("?subject=")[2])
    now = Touchpoint.objects.earliest("due_at").due_at
    forged = subject[:-2] + ("x" if subject[-2] != "x" else "y") + subject[-1]  # the last one has bits to spare
    for other in ("unsubscribe", forged, f"unsubscribe {'0' * 32}:x"):
        with pytest.raises(BadInput):
            take_reply(written(other), now=now)
    assert not Suppression.objects.exists()
    first, again = (take_reply(written(subject), now=now) for _ in range(2))
    assert (first.became, first.address, first.task) == (Became.STOPPED, "owner@corner-shop.example", None)
    assert (first.is_new, again.is_new) == (True, False)
    assert [each.scope for each in Suppression.objects.all()] == ["optional"]
    assert not DeskTask.objects.filter(kind="reply").exists()


def test_a_link_of_an_older_release_ends_reminders_as_well(mail: MailSink, settings: Settings) -> None:
    announced(corner_shop())
    send_first("sunset_reminder")
    sent = Delivery.objects.filter(channel="email", accepted_at__isnull=False).latest("id")
    older = Signer(salt="notifications.unsubscribe").sign(sent.uuid.hex)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a newer key"
    for bad in (older.replace(":", ":x"), "0" * 32 + ":x", "x:" + older, "a" * 43, "b", "ü" * 43):
        assert reminders.delivery_behind(bad) is None
    assert reminders.delivery_behind(older) == sent
    now = Touchpoint.objects.earliest("due_at").due_at
    assert take_reply(written(f"Re: unsubscribe {older}"), now=now).became is Became.STOPPED


@pytest.mark.parametrize(
    ("sender", "written_to"),
    [("Us <us+n@Почта.example>", "<mailto:us%2Bn@xn--80a1acny.example?"), ("почта@x.example", None)],
)
def test_a_sender_that_no_header_can_hold_leaves_the_link_alone(
    mailoutbox: list[EmailMessage], settings: Settings, sender: str, written_to: str | None
) -> None:
    """Mail through a provider's backend may have any sender."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = sender
    announced(corner_shop())
    send_first("sunset_reminder")
    (header,) = {
        each.extra_headers["List-Unsubscribe"] for each in mailoutbox if "List-Unsubscribe" in each.extra_headers
    }
    mailto = header.partition(", ")[2]
    assert mailto.startswith(written_to) if written_to else not mailto


def test_somebody_who_asked_a_person_gets_no_reminders_either() -> None:
    """`addresses stop`: by whom and why is on record, without the address."""
    address = "Owner@Corner-Shop.example"
    with pytest.raises(Refused):
        reminders.stop_reminders(address=address, actor=dora().actor, note=" ", now=NOON)
    with pytest.raises(BadInput):
        reminders.stop_reminders(address="nobody", actor=dora().actor, note="asked", now=NOON)
    words = ("addresses", "stop", address, "--note", "asked by phone", "--as", dora().email)
    call_command(*words)
    with pytest.raises(SystemExit) as ended:
        call_command(*words)
    assert ended.value.code == 3
    assert list(Suppression.objects.values_list("address_norm", "scope", "reason")) == [
        ("owner@corner-shop.example", "optional", "asked one of us: asked by phone")
    ]
    assert "corner-shop" not in AuditEvent.objects.get(action="notifications.reminders.stopped").body


def send_first_of_the_end() -> None:
    """The last call is mandatory: an opt-out does not reach it."""
    Touchpoint.objects.filter(status="planned").exclude(notice__code="last_call").update(status="missed")
    send_first("last_call")
