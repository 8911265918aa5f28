"""What a mail server's report of a bounce says is read as RFC 3464 writes it; nothing else is one (A13)."""

from datetime import UTC, datetime

import pytest

from notifications.rules.bounce_reports import BounceReport, report_in
from notifications.rules.provider_events import Meaning
from tests.notifications.bounce_mail import a_report

NAME = "<4f1c@sunsetter.example>"


def read(**said: str) -> BounceReport:
    found = report_in(a_report(NAME, **said))
    assert found is not None
    return found


def meaning(**said: str) -> Meaning | None:
    return read(**said).recipients[0].meaning


def test_a_report_names_the_message_the_mailbox_the_code_and_the_time() -> None:
    found = read()
    (told,) = found.recipients
    assert (found.names, found.at) == ((NAME,), datetime(2027, 3, 1, 9, 30, tzinfo=UTC))
    assert told.mailboxes == {"owner@corner-shop.example"}
    assert (told.meaning, told.answer) == (Meaning.ADDRESS, "5.1.1 550 5.1.1 User unknown")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"status": "4.4.7"}, Meaning.SOFT),
        ({"status": "5.2.2"}, Meaning.SOFT),
        ({"status": "5.7.26"}, Meaning.CONFIGURATION),
        ({"status": "5.3.0"}, Meaning.REFUSED),
        ({"status": "5.0.0", "answer": "550-5.1.1 no such user"}, Meaning.ADDRESS),
        ({"status": "5.0.0", "answer": "blocked, see 5.1.1.7"}, Meaning.REFUSED),
        ({"status": "5.1.1 (bad destination mailbox address)"}, Meaning.ADDRESS),
        ({"action": "Failed"}, Meaning.ADDRESS),
    ],
)
def test_its_code_says_whose_fault_it_is(said: dict[str, str], meant: Meaning) -> None:
    assert meaning(**said) is meant


@pytest.mark.parametrize(
    "said",
    [{"action": each} for each in ("delayed", "relayed", "expanded", "delivered", "")]
    + [{"status": each} for each in ("2.1.5", "", "gone", "51.1")],
)
def test_what_was_not_given_up_with_a_code_is_no_bounce(said: dict[str, str]) -> None:
    assert meaning(**said) is None


def test_who_forwards_names_the_mailbox_that_was_written_to() -> None:
    told = read(recipient="new@elsewhere.example", original="Owner@Corner-Shop.example").recipients[0]
    assert told.mailboxes == {"new@elsewhere.example", "owner@corner-shop.example"}
    assert read(kind="x400").recipients[0].mailboxes == frozenset()


@pytest.mark.parametrize("enclosed", ["text/rfc822-headers", "message/rfc822", ""])
def test_the_message_is_found_enclosed_or_by_what_the_report_answers(enclosed: str) -> None:
    assert read(enclosed=enclosed, answers="" if enclosed else NAME).names == (NAME,)
    assert read(enclosed=enclosed, answers="<other@x.example>").names == (
        (NAME,) if enclosed else ("<other@x.example>",)
    )


@pytest.mark.parametrize("date", ["", "soon", "Mon, 01 Mar 2027 09:30:00 -0000", "Mon, 01 Mar 99999 09:30:00 +0000"])
def test_a_time_that_nobody_can_read_is_unknown(date: str) -> None:
    assert read(date=date).at is None


def test_a_letter_that_shows_a_report_is_none() -> None:
    plain = b"Content-Type: text/plain\n\nAction: failed\nStatus: 5.1.1\n"
    assert report_in(plain) is None
    assert report_in(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + a_report(NAME) + b"\n--x--\n") is None
    assert report_in(b"Content-Type: multipart/report; boundary=x\n\nnothing\n") is None


def test_a_report_cut_or_spoilt_anywhere_is_read_or_left() -> None:
    """Nothing that anybody can send us stops the reading."""
    whole = a_report(NAME, enclosed="text/rfc822-headers")
    for at in range(0, len(whole), 7):
        report_in(whole[:at])
        report_in(whole[:at] + b"\x00\xff<;" + whole[at + 4 :])
