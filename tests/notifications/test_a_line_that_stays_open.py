"""One connection for many messages: what a server's word means for each of them, and when a fresh one is taken (A13).

notices cases 7 and 8
"""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from notifications.channels.contract import Accepted, Ambiguous, Answer, Fault, Refused, Temporary
from notifications.channels.email.line import Line
from tests.notifications.scripted_server import ScriptedServer, usual


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_refused_recipient_leaves_the_line_to_the_next(
    sent: Callable[..., list[Answer]], *, pipelining: bool
) -> None:
    before: list[str] = []

    def answer(_: int, command: str) -> bytes:
        before.append(command)
        if "no@" in command:
            return b"550 5.1.1 nobody\r\n"
        if command == "DATA" and "no@" in before[-2]:
            return b"503 no recipients\r\n"
        return usual(command, pipelining=pipelining)

    with ScriptedServer(answer) as server:
        answers = sent(server, "a", "no", "b")
        assert (server.connections, len(server.bodies)) == (1, 2)
    assert answers == [Accepted(), Refused(Fault.ADDRESS, "550", "5.1.1 nobody"), Accepted()]
    assert b"\r\n..A line" in server.bodies[0]


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_refusal_is_named_though_the_server_hangs_up_on_it(
    sent: Callable[..., list[Answer]], *, pipelining: bool
) -> None:
    """notices case 8: whoever does not exist there is no reason to leave all others waiting."""
    gone: list[str] = []

    def answer(_: int, command: str) -> bytes | None:
        if "no@" in command:
            gone.append(command)
            return b"550 5.1.1 nobody\r\n"
        return None if gone and gone.pop() else usual(command, pipelining=pipelining)

    with ScriptedServer(answer) as server:
        no = Refused(Fault.ADDRESS, "550", "5.1.1 nobody")
        assert sent(server, "no", "a", "no") == [no, Accepted(), no]


def test_who_asks_for_data_though_nobody_is_to_get_them_is_hung_up_on(sent: Callable[..., list[Answer]]) -> None:
    def answer(_: int, command: str) -> bytes:
        return b"451 4.7.1 later\r\n" if command.startswith("RCPT") else usual(command)

    with ScriptedServer(answer) as server:
        assert sent(server, "a") == [Temporary("451", "4.7.1 later")]
        assert not server.bodies


def test_a_kept_line_that_is_gone_before_any_data_is_replaced_once(sent: Callable[..., list[Answer]]) -> None:
    """Relays end a session after so many messages, by 421 or by silence: no attempt is burned."""

    def answer(connection: int, command: str) -> bytes | None:
        if connection == 1 and "b@" in command:
            return None
        return b"421 enough\r\n" if connection == 2 and "c@" in command else usual(command)

    with ScriptedServer(answer) as server:
        assert sent(server, "a", "b") == [Accepted(), Accepted()]
        assert len(server.bodies) == 2


def test_a_break_after_the_last_dot_is_doubt_and_never_a_reason_to_repeat(sent: Callable[..., list[Answer]]) -> None:
    """notices case 8"""
    with ScriptedServer(lambda _, command: None if command == "." else usual(command)) as server:
        (answer,) = sent(server, "a")
        assert isinstance(answer, Ambiguous)
        assert len(server.bodies) == server.connections == 1


def test_a_server_that_takes_nobody_now_is_everybodys_pause(sent: Callable[..., list[Answer]]) -> None:
    """notices case 10"""
    with ScriptedServer(lambda *_: None) as server:
        (answer,) = sent(server, "a")
    assert isinstance(answer, Temporary)
    assert answer.is_everybodys


def test_a_message_whose_time_is_over_is_not_begun_and_its_words_are_not_given(settings: Settings) -> None:
    """S14: nothing was taken over, so both are a no."""
    settings.EMAIL_HOST, line, said = "127.0.0.1", Line(), []

    def answer(_: int, command: str) -> bytes:
        said.append(command)
        if command == "DATA" and "RCPT TO:<late@x.example>" in said and line.backend and line.backend.noting:
            line.backend.noting.give_up_at = 0
        return usual(command)

    with ScriptedServer(answer) as server:
        settings.EMAIL_PORT = server.port
        line.hand_over("s@x.example", "a@x.example", b"Subject: a\r\n\r\n", timeout_s=3)
        for name, timeout_s in (("never", 0), ("late", 3)):
            with pytest.raises(OSError, match="time"):
                line.hand_over("s@x.example", f"{name}@x.example", b"Subject: b\r\n\r\n", timeout_s=timeout_s)
            assert not line.gave_data
        line.close()
    assert len(server.bodies) == 1
    assert "RCPT TO:<never@x.example>" not in said
