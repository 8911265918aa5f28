"""What is said when a mail server talks nonsense, and by which name does it know the sender (A13, D3)?"""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from notifications.channels.contract import Accepted, Ambiguous, Answer, Fault, Refused, Temporary
from notifications.channels.email.answers import meaning_of
from notifications.services.leaving import mail_domain
from tests.notifications.scripted_server import ScriptedServer, usual


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "."])
def test_what_is_no_answer_refuses_nobody_and_ends_the_line(
    sent: Callable[..., list[Answer]], step: str, *, pipelining: bool
) -> None:
    """notices case 8: a word too many would pass for the next letter's answer; only after the data is there doubt."""

    def answer(connection: int, command: str) -> bytes:
        is_odd = connection == 1 and command.upper().startswith(step)
        return (b"odd\r\n" if is_odd else b"") + usual(command, pipelining=pipelining)

    with ScriptedServer(answer) as server:
        first, second = sent(server, "a", "b")
        assert (second, server.connections) == (Accepted(), 2)
        assert isinstance(first, Ambiguous if step == "." else Temporary)
        assert sum(b"<b@x.example>" in each for each in server.bodies) == 1


def test_a_sender_is_named_to_the_server_in_the_form_that_it_reads(
    sent: Callable[..., list[Answer]], settings: Settings
) -> None:
    """D3: a domain of other letters has an ASCII form, a part before the @ has none: then nothing was said."""
    said: list[str] = []

    def answer(_: int, command: str) -> bytes:
        said.append(command)
        return usual(command)

    with ScriptedServer(answer) as server:
        settings.DEFAULT_FROM_EMAIL = "Почта <post@почта.example>"
        assert sent(server, "a") == [Accepted()]
        assert "MAIL FROM:<post@xn--80a1acny.example>" in said
        assert mail_domain() == "xn--80a1acny.example"  # RFC 5322, 3.6.4: a Message-ID has no other letters
        settings.DEFAULT_FROM_EMAIL = "почта@x.example"
        (answer_,) = sent(server, "a")
        assert isinstance(answer_, Refused)
    assert meaning_of(UnicodeError("a name of ours"), gave_data=False) == Refused(
        Fault.CONFIGURATION, "UnicodeError", "a name of ours"
    )
