"""With the end of one message it is said to whom the next one goes: what does each answer mean then (A13, P1)?

notices cases 7 and 8; RFC 2920, 3.1
"""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from uuid import uuid4

import pytest
from pytest_django import Settings

from notifications.channels.contract import Accepted, Ambiguous, Answer, Coming, Fault, Refused, Temporary
from notifications.channels.email import line as lines
from notifications.channels.email.channel import Email
from notifications.channels.email.line import Line, lines_kept_open
from tests.notifications.scripted_server import ScriptedServer, usual
from tests.notifications.test_bytes_of_a_mail import ENGLISH, a_payload

Sent = Callable[..., list[Answer]]
BODY = b"Subject: a\r\n\r\n"


@pytest.fixture
def sent(settings: Settings) -> Sent:
    """One letter each to some names; with each it is said who comes next."""

    def send(server: ScriptedServer, *names: str, timeout_s: float = 3) -> list[Answer]:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        addresses = [f"{each}@x.example" for each in names]
        with lines_kept_open():
            return [
                Email().send(a_payload(ENGLISH, key=each.key, address=each.address, coming=after), timeout_s=timeout_s)
                for each, after in pairwise([*(Coming(uuid4(), each) for each in addresses), None])
                if each
            ]

    return send


def recipients(said: Sequence[str]) -> list[str]:
    return [each[len("RCPT TO:<") :].partition("@")[0] for each in said if each.startswith("RCPT")]


def test_who_comes_next_is_said_with_the_messages_end(sent: Sent) -> None:
    with_the_end: list[bytes] = []

    def answer(_: int, command: str) -> bytes:
        if command == ".":
            with_the_end.append(server.lines.peek() if len(with_the_end) < 2 else b"")
        return usual(command)

    with ScriptedServer(answer) as server:
        assert sent(server, "a", "b", "c") == [Accepted()] * 3
        assert (server.connections, len(server.bodies)) == (1, 3)
    assert b"RCPT TO:<b@x.example>\r\nDATA\r\n" in with_the_end[0]
    assert b"RCPT TO:<c@x.example>\r\nDATA\r\n" in with_the_end[1]


def test_each_letter_is_announced_from_a_mailbox_of_its_own(sent: Sent, settings: Settings) -> None:
    """What comes back says of itself which letter it is; the Message-ID names nothing more (notices 8)."""
    settings.EMAIL_BOUNCE_ADDRESS = "bounces@x.example"
    said: list[str] = []

    def answer(_: int, command: str) -> bytes:
        said.append(command)
        return usual(command)

    with ScriptedServer(answer) as server:
        assert sent(server, "a", "b", "c") == [Accepted()] * 3
        assert (server.connections, len(server.bodies)) == (1, 3)
    senders = [each for each in said if each.startswith("MAIL FROM:<bounces+")]
    assert len(set(senders)) == len(senders) == 3
    assert not any(b"bounces" in body for body in server.bodies)


def test_a_server_that_does_not_offer_it_is_told_nothing_before_its_time(sent: Sent) -> None:
    said: list[str] = []

    def answer(_: int, command: str) -> bytes:
        said.append(command)
        return usual(command, pipelining=False)

    with ScriptedServer(answer) as server:
        assert sent(server, "a", "b") == [Accepted()] * 2
    assert recipients(said) == ["a", "b"]


@pytest.mark.parametrize(
    ("word", "reply", "meaning"),
    [
        ("RCPT TO:<b@x.example>", b"550 5.1.1 nobody\r\n", Refused(Fault.ADDRESS, "550", "5.1.1 nobody")),
        ("RCPT TO:<b@x.example>", b"451 4.7.1 later\r\n", Temporary("451", "4.7.1 later")),
    ],
)
def test_a_no_to_an_announced_one_is_its_own(sent: Sent, word: str, reply: bytes, meaning: Answer) -> None:
    before: list[str] = []

    def answer(_: int, command: str) -> bytes:
        before.append(command)
        if command == "DATA" and before[-2] == word:
            return b"503 no recipients\r\n"
        return reply if command == word else usual(command)

    with ScriptedServer(answer) as server:
        assert sent(server, "a", "b", "c") == [Accepted(), meaning, Accepted()]
        assert (server.connections, len(server.bodies)) == (1, 2)


@pytest.mark.parametrize(
    ("reply", "connections", "meaning"),
    [
        (b"554 5.6.0 no such words\r\n", 1, Refused(Fault.MESSAGE, "554", "5.6.0 no such words")),
        (b"451 4.3.0 later\r\n", 1, Temporary("451", "4.3.0 later")),
        (b"421 4.3.2 closing\r\n", 2, Temporary("421", "4.3.2 closing")),
        (None, 2, None),
    ],
)
def test_a_no_to_a_message_leaves_the_announced_one_to_itself(
    sent: Sent, reply: bytes | None, connections: int, meaning: Answer | None
) -> None:
    ends: list[str] = []

    def answer(_: int, command: str) -> bytes | None:
        if command == ".":
            ends.append(command)
            return reply if len(ends) == 1 else usual(command)
        return usual(command)

    with ScriptedServer(answer) as server:
        first, *others = sent(server, "a", "b", "c")
        assert (server.connections, len(server.bodies)) == (connections, 3)
    assert others == [Accepted()] * 2
    assert first == meaning if meaning else isinstance(first, Ambiguous)


def test_an_announced_one_that_does_not_come_ends_the_connection_and_nothing_is_taken_for_it(
    settings: Settings,
) -> None:
    with ScriptedServer(lambda _, command: usual(command)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, line = "127.0.0.1", server.port, Line()
        line.hand_over("s@x.example", "a@x.example", BODY, timeout_s=3, coming=("s@x.example", "b@x.example"))
        line.hand_over("s@x.example", "c@x.example", BODY, timeout_s=3, coming=("s@x.example", "d@x.example"))
        began = time.monotonic()
        line.close()
        assert time.monotonic() - began < 0.5  # no farewell among the words of a message
        assert (server.connections, len(server.bodies)) == (2, 2)


def test_a_server_that_forgets_what_came_with_the_end_is_told_nothing_ahead_any_more(sent: Sent) -> None:
    """It would cost each message its whole time."""
    ends: list[str] = []

    def answer(_: int, command: str) -> bytes:
        if command == ".":
            ends.append(command)
            if len(ends) == 1:
                server.lines.read1()  # thrown away
        return usual(command)

    with ScriptedServer(answer) as server:
        first, second = sent(server, "a", "b", timeout_s=0.3)
        assert (first, isinstance(second, Temporary) and second.is_everybodys) == (Accepted(), True)
        assert sent(server, "b", "c", timeout_s=0.3) == [Accepted()] * 2
        assert len(server.bodies) == 3


def test_before_a_fresh_connection_nobody_is_announced(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relays end a session after so many messages."""
    monkeypatch.setattr(lines, "MESSAGES_PER_CONNECTION", 2)
    said: list[str] = []

    def answer(_: int, command: str) -> bytes:
        said.append(command)
        return usual(command)

    with ScriptedServer(answer) as server:
        assert sent(server, "a", "b", "c", "d", "e") == [Accepted()] * 5
        assert (server.connections, len(server.bodies)) == (3, 5)
    assert recipients(said) == ["a", "b", "c", "d", "e"]
    assert said.count("quit") == 3


def test_a_server_that_goes_away_after_it_asked_for_the_words_took_nothing(settings: Settings) -> None:
    """It had asked for the announced one's with its answer to the last."""
    with ScriptedServer(lambda _, command: usual(command)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, line = "127.0.0.1", server.port, Line()
        line.hand_over("s@x.example", "a@x.example", BODY, timeout_s=3, coming=("s@x.example", "b@x.example"))
        server.hang_up()
        line.hand_over("s@x.example", "b@x.example", BODY, timeout_s=3)
        line.close()
        assert (server.connections, len(server.bodies)) == (2, 2)
