"""What did a program really send? A mail server on loopback that keeps, or refuses on purpose."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Answer(StrEnum):
    """What the server does with the next messages."""

    KEEP = "keep"
    REFUSE = "refuse"  # 550 to each recipient: never try again
    POLICY = "policy"  # 550 5.7.515 to each recipient: our own set-up is not believed
    LATER = "later"  # 451 to each recipient: try again
    SILENT = "silent"  # keeps nothing and never answers the data
    DROP = "drop"  # keeps the message, then hangs up before it says so


@dataclass(frozen=True, slots=True)
class Kept:
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass  # without slots: aiosmtpd looks at every attribute, and Python before 3.11.3 stumbles over theirs
class MailSink:
    """`answer` may be changed at any time, or be chosen per recipient by `choose`."""

    answer: Answer = Answer.KEEP
    choose: Callable[[str], Answer] | None = None
    messages: list[Kept] = field(default_factory=list)
    _controller: "_AnyPort | None" = None

    @property
    def port(self) -> int:
        if self._controller is None:
            raise RuntimeError("The mail sink does not listen.")
        return self._controller.port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._controller = _AnyPort(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """As most relays: who comes next may be said with a message's end (RFC 2920). aiosmtpd reads it in its turn."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer_to(address)
        if answer is Answer.REFUSE:
            return "550 5.1.1 No such mailbox"
        if answer is Answer.POLICY:
            return "550 5.7.515 Access denied, sending domain does not meet the required authentication level"
        if answer is Answer.LATER:
            return "451 4.7.1 Please try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str | None:  # noqa: N802 - as above
        answers = {self._answer_to(address) for address in envelope.rcpt_tos}
        if Answer.SILENT in answers:
            await asyncio.sleep(3600)
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
        self.messages.append(Kept(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        if Answer.DROP in answers and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"

    def _answer_to(self, address: str) -> Answer:
        return self.choose(address) if self.choose else self.answer


class _AnyPort(Controller):
    """Learns which free port it was given before it knocks at its own door."""

    port: int

    def _trigger_server(self) -> None:
        if isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call] # aiosmtpd is typed in part
