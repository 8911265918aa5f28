"""Who is to blame for a no? Only to an address that does not exist is nothing written again (notices 8, A13, N86)."""

import re
from itertools import product

import pytest

from notifications.rules.mail_answers import (
    MAYBE_OURS,
    MAYBE_OURS_CODE,
    Blame,
    Codes,
    Command,
    blame,
    blame_kept,
    codes_in,
    is_put_off,
    shown_code,
)

OWN_RULES = [
    (550, "5.7.2 may not send to this list", Blame.RECIPIENT),
    (550, "5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", Blame.RECIPIENT),
    *((550, f"5.7.{detail} not for you", Blame.RECIPIENT) for detail in (123, 124, 129, 136)),
    *((550, f"5.7.{detail} not you", Blame.CONFIGURATION) for detail in (0, 3, 25, 26, 27, 122, 137, 515)),
]
NOT_AUTHORIZED = [
    *(
        (code, f"5.7.1 {words}", Blame.RECIPIENT)
        for code in (550, 554)
        for words in (
            "",
            "Relaying denied",
            "<bob@corner.example>: Recipient address rejected: Access denied",
            "Delivery not authorized, message refused",
            "TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy",
            "RESOLVER.RST.AuthRequired; authentication required",
            "mail for spfeiffer is not taken",
        )
    ),
    *(
        (code, f"5.7.1 {words}", Blame.CONFIGURATION)
        for code in (550, 554)
        for words in (
            "SPF check failed",
            "rejected by the DKIM policy of the domain",
            "Email rejected per DMARC policy for sunsetter.example",
            "sender policy violated",
            "Client host [203.0.113.7] blocked using zen.spamhaus.example",
            "your host is on our blocklist",
            "203.0.113.7 is listed by a black list",
            "poor reputation of the sending network",
            "Message rejected as spam",
            "this message is likely unsolicited mail",
            "Sender is not authenticated",
            "the sending address has no PTR record",
        )
    ),
]
AT_RECIPIENT = [
    *OWN_RULES,
    *NOT_AUTHORIZED,
    (550, "5.1.1 unknown user", Blame.ADDRESS),
    (550, "5.1.2 no such domain", Blame.ADDRESS),
    (550, "5.1.10 null MX", Blame.ADDRESS),
    (550, "5.1.3 bad syntax", Blame.ADDRESS),
    (550, "5.1.6 moved", Blame.ADDRESS),
    (554, "5.1.1 unknown", Blame.ADDRESS),
    (550, "#5.1.1 no mailbox here by that name", Blame.ADDRESS),
    (550, "5.1.1 one line\n5.1.1 and another", Blame.ADDRESS),
    (550, "5.1.0 address rejected", Blame.RECIPIENT),
    (550, "5.1.4 ambiguous", Blame.RECIPIENT),
    (550, "5.1.7 bad sender mailbox", Blame.CONFIGURATION),
    (550, "5.1.8 <post@x.example>: Sender address rejected: Domain not found", Blame.CONFIGURATION),
    (550, "5.7.515 Access denied", Blame.CONFIGURATION),
    (550, "5.7.26 unauthenticated", Blame.CONFIGURATION),
    (550, "5.7.606 Access denied, banned sending IP [5.1.1.17]", Blame.CONFIGURATION),
    (550, "5.2.1 mailbox disabled", Blame.RECIPIENT),
    (552, "5.2.2 mailbox full", Blame.HOUR),
    (552, "5.2.3 longer than it takes", Blame.LETTER),
    (552, "5.3.4 message too big", Blame.LETTER),
    (550, "5.4.1 access denied", Blame.RECIPIENT),
    (550, "5.3.0 refused", Blame.RECIPIENT),
    (550, "5.6.7 needs SMTPUTF8", Blame.LETTER),
    (503, "5.5.1 bad sequence", Blame.LETTER),
    (530, "5.5.1 Authentication Required", Blame.CONFIGURATION),
    (550, "5.0.0 no", Blame.RECIPIENT),
    (550, "no such user", Blame.RECIPIENT),
    (554, "no such user", Blame.RECIPIENT),
    (550, "Your IP is on our blacklist", Blame.RECIPIENT),
    (554, "Service unavailable; Client host [203.5.1.17] blocked using a list", Blame.RECIPIENT),
    (554, "Service unavailable; Client host [5.1.1.17] blocked using a list", Blame.RECIPIENT),
    (554, "5.1.1.17 is on a list", Blame.RECIPIENT),
    (550, "you run version 5.1.1 of a bad program", Blame.RECIPIENT),
    (535, "wrong password", Blame.CONFIGURATION),
    (450, "4.2.1 try later", Blame.HOUR),
    (450, "5.1.1 it seems", Blame.HOUR),
    (452, "4.2.2 mailbox full", Blame.HOUR),
    (421, "4.7.0 [TSS04] temporarily deferred", Blame.HOUR),
    (550, "4.7.0 not now", Blame.HOUR),
]
AT_SENDER = [
    (550, "5.7.1 Relaying denied", Blame.CONFIGURATION),
    (550, "5.7.2 no", Blame.CONFIGURATION),
    (550, "5.7.133 no", Blame.CONFIGURATION),
    (550, "5.1.8 Access denied, bad outbound sender", Blame.CONFIGURATION),
    (550, "5.1.1 unknown", Blame.CONFIGURATION),
    (550, "no such user", Blame.CONFIGURATION),
    (554, "transaction failed", Blame.CONFIGURATION),
    (530, "5.7.0 authenticate first", Blame.CONFIGURATION),
    (503, "5.5.1 authentication not enabled", Blame.CONFIGURATION),
    (552, "too big", Blame.LETTER),
    (550, "5.3.4 too big", Blame.LETTER),
    (451, "4.1.8 the sender's domain does not resolve", Blame.HOUR),
]
AT_DATA = [
    *OWN_RULES,
    *NOT_AUTHORIZED,
    (550, "5.1.1 unknown user", Blame.ADDRESS),
    (554, "5.7.26 sender policy", Blame.CONFIGURATION),
    (554, "transaction failed", Blame.CONFIGURATION),
    (554, "5.6.0 malformed", Blame.LETTER),
    (554, "5.3.0 no", Blame.LETTER),
    (554, "5.2.0 no", Blame.RECIPIENT),
    (552, "too big", Blame.LETTER),
    (550, "looks like spam", Blame.LETTER),
    (451, "4.3.0 later", Blame.HOUR),
]


@pytest.mark.parametrize(
    ("at", "code", "text", "expected"),
    [
        (at, *row)
        for at, rows in (
            (Command.RECIPIENT, AT_RECIPIENT),
            (Command.LATER, AT_RECIPIENT),
            (Command.SENDER, AT_SENDER),
            (Command.DATA, AT_DATA),
        )
        for row in rows
    ],
)
def test_a_code_at_a_command_has_one_to_blame(at: Command, code: int, text: str, expected: Blame) -> None:
    """Notices case 11"""
    assert blame(code, text, at=at) is expected


def test_no_answer_to_the_sender_is_about_an_address() -> None:
    answers = product((500, 550, 552, 553, 554), range(8), range(12))
    found = {blame(code, f"5.{subject}.{detail} no", at=Command.SENDER) for code, subject, detail in answers}
    assert found == {Blame.CONFIGURATION, Blame.LETTER, Blame.HOUR}


@pytest.mark.parametrize(
    ("at", "code", "text", "expected"),
    [
        (at, *row)
        for at, rows in (
            (Command.RECIPIENT, AT_RECIPIENT),
            (Command.SENDER, AT_SENDER),
            (Command.DATA, AT_DATA),
        )
        for row in rows
        if row[2] is Blame.CONFIGURATION
    ],
)
def test_our_own_faults_are_found_among_what_was_kept(at: Command, code: int, text: str, expected: Blame) -> None:
    """Notices case 11: what halts a mailing is read of its attempts by the same rule."""
    shown = shown_code(code, at=at)
    assert re.search(MAYBE_OURS, text) or re.search(MAYBE_OURS_CODE, shown)
    assert blame_kept(shown, text, is_bounced=at is Command.RECIPIENT) is expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("452", "4.2.2 full", True),
        ("552", "5.2.2 full", True),
        ("451", "greylisted", True),
        ("429", "too many requests", False),
        ("535", "wrong password", False),
        ("554", "no service here", False),
        ("unsent", "handed back before its turn came", False),
        ("TimeoutError", "timed out", False),
    ],
)
def test_a_mailbox_is_put_off_by_mail_servers_alone(code: str, text: str, *, expected: bool) -> None:
    assert is_put_off(code, text) is expected


@pytest.mark.parametrize("code", ["554", "550"])
def test_what_a_recipients_server_refuses_is_not_taken_for_our_own_fault(code: str) -> None:
    assert blame_kept(code, "5.1.1 no such user", is_bounced=True) is Blame.ADDRESS
    assert blame_kept(code, "Client host [203.5.7.17] blocked", is_bounced=True) is Blame.RECIPIENT
    assert blame_kept("guard", "this environment may not write to that domain", is_bounced=False) is Blame.LETTER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("550 5.1.1 unknown", Codes(550, (5, 1, 1))),
        ("550-5.1.1 unknown", Codes(550, (5, 1, 1))),
        ("smtp;550 5.1.1 The account", Codes(550, (5, 1, 1))),
        ("host mx.example[203.5.1.17] said: 550 5.7.1 no (in reply to RCPT TO)", Codes(550, (5, 7, 1))),
        ("5.1.1 (bad destination mailbox address)", Codes(0, (5, 1, 1))),
        ("5.1.1", Codes(0, (5, 1, 1))),
        ("421 try later", Codes(421)),
        ("554 Client host [203.5.1.17] blocked", Codes(554)),
        ("server is down", Codes()),
        ("[550.1.1.2] is on a list", Codes()),
        ("", Codes()),
    ],
)
def test_codes_stand_where_servers_write_them(text: str, expected: Codes) -> None:
    """A13: what looks like a code inside an IP address or a version is none."""
    assert codes_in(text) == expected
