"""Which bytes travel: seven bits, short lines, names that break no header, the same words at the end (S13, N82)."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest
from pytest_django import Settings

from notifications.channels.contract import Fault, Payload, Refused
from notifications.channels.email.channel import Email
from notifications.channels.email.mime import message_bytes
from notifications.rules import standins

ENGLISH = "Dear Zoe,\n\n.A line that begins with a dot\n" + "word " * 300 + "\n"
RUSSIAN = "Здравствуйте!\n" + "Мы выключаем отчёты. " * 40 + "\n"
CHINESE = "您好，\n" + "我们将关闭报表功能。" * 60 + "\n"


def a_payload(text: str, **changes: object) -> Payload:
    given: dict[str, object] = {
        "key": UUID(int=7),
        "message_id": "<7@s.example>",
        "address": "zoe@bücher.example",
        "name": 'Zoë "Z", née\r\nBcc: all@x.example',
        "subject": "Отчёты " * 12,
        "text": text,
        "html": f"<p>{text}</p>" + "<td>é</td>" * 400,
        "locale": "en",
        "sent_at": datetime(2027, 3, 3, 12, tzinfo=UTC),
        "reply_to": "dora@s.example",
        "reply_to_name": "Dora",
        "account_id": 1,
        "plan_id": 1,
        "notice_id": 1,
        "touchpoint_id": 1,
        "date_revision": 1,
        "due_date": date(2027, 3, 3),
    }
    return Payload(**{**given, **changes})  # type: ignore[arg-type]  # fields by name


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, CHINESE])
def test_words_arrive_as_they_were_written_in_seven_bits_and_short_lines(text: str) -> None:
    payload = a_payload(text)
    raw = message_bytes(payload, "Sunsetter <s@s.example>", key_header="X-Key")
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = parsed(raw)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and html is not None  # noqa: PT018 - both or neither
    assert plain.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert html.get_content().replace("\r\n", "\n").rstrip("\n") == payload.html
    assert message["Subject"] == payload.subject.strip()
    assert message["X-Key"] == str(payload.key)
    assert not message.defects


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, CHINESE, "short\n\nlines\n"])
@pytest.mark.parametrize(
    "name", ["Zoe", "Zoë", "公司" * 50, f"{standins.USES}="], ids=["plain", "accents", "long", "like"]
)
def test_bytes_are_the_same_whether_or_not_lines_in_common_are_encoded_once(text: str, name: str) -> None:
    """What is sent once more under its key is read from the ledger, in one piece (N86)."""
    shared = f"{text} \n.{standins.ACCOUNT}, {standins.ACCOUNT} \n{text}{standins.ACCOUNT}\n\n{text}{standins.ACCOUNT}"
    pieces = standins.filled(standins.pieces(shared), {standins.ACCOUNT: name})
    whole = "".join(pieces)
    assert whole == shared.replace(standins.ACCOUNT, name)
    cut = a_payload(whole, html=whole, text_pieces=pieces, html_pieces=pieces)
    assert message_bytes(cut, "s@s.example") == message_bytes(a_payload(whole, html=whole), "s@s.example")


def test_a_name_cannot_add_a_header_or_a_recipient() -> None:
    message = parsed(message_bytes(a_payload(ENGLISH), "Sunsetter <s@s.example>"))
    assert message["Bcc"] is None
    (to,) = message["To"].addresses
    assert (to.addr_spec, to.display_name) == ("zoe@xn--bcher-kva.example", 'Zoë "Z", née Bcc: all@x.example')
    assert message["Reply-To"].addresses[0].display_name == "Dora"
    assert message["Date"].datetime == datetime(2027, 3, 3, 12, tzinfo=UTC)


def test_an_invite_travels_as_a_part_of_its_own() -> None:
    raw = message_bytes(a_payload(ENGLISH, calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "s@s.example")
    kinds = [part.get_content_type() for part in parsed(raw).walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]


def test_an_address_that_no_server_takes_is_said_so() -> None:
    with pytest.raises(UnicodeError):
        message_bytes(a_payload(ENGLISH, address="zoë@x.example"), "s@s.example")


def test_who_gets_the_answers_is_never_the_recipients_fault(settings: Settings) -> None:
    """N86: nobody is suppressed for a mailbox of ours that cannot be written."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    answer = Email().send(a_payload(ENGLISH, reply_to="jörg@firma.example"), timeout_s=1)
    assert isinstance(answer, Refused)
    assert answer.fault is Fault.CONFIGURATION
    answer = Email().send(a_payload(ENGLISH, address="jörg@firma.example"), timeout_s=1)
    assert isinstance(answer, Refused)
    assert answer.fault is Fault.ADDRESS
