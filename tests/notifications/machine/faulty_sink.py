"""How does a mail server behave that may do anything a mail server does, and what has it really taken?"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.chaos.keyed_sink import KEY_HEADER, KeyedSink

HANGS_S = 0.02  # far less than a sender waits
KEPT_FOR = timedelta(hours=2)


class Mood(StrEnum):
    """What it does with the next messages."""

    KEEP = "keep"
    SLOW = "slow"  # keeps it after a while
    REFUSE = "refuse"  # 550 to the recipient: never try again
    LATER = "later"  # 451 to the recipient: try again
    CLOSING = "closing"  # 421 to the recipient: everybody shall try again
    GONE = "gone"  # hangs up once the text was given, and keeps nothing
    DROP = "drop"  # keeps it, then hangs up before it says so


_TO_RECIPIENT = {
    Mood.REFUSE: "550 5.1.1 No such mailbox",
    Mood.LATER: "451 4.7.1 Please try again later",
    Mood.CLOSING: "421 4.3.2 Closing",
}


@dataclass
class FaultySink(KeyedSink):
    """`hosts` is what the product knows of providers' keys: with `learn_keys` it knows this one's."""

    mood: Mood = Mood.KEEP
    hosts: dict[str, tuple[str, timedelta]] = field(default_factory=dict)

    def learn_keys(self) -> None:
        self.knows_keys = True
        self.hosts["127.0.0.1"] = (KEY_HEADER, KEPT_FOR)

    def forget(self) -> None:
        self.hosts.clear()
        self.messages.clear()
        self.keys.clear()
        self.changed.clear()
        self.mood, self.knows_keys = Mood.KEEP, False

    def taken(self) -> list[str]:
        """The names of what it keeps, in the order of arrival."""
        return [str(each.message["Message-ID"]) for each in self.messages]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := _TO_RECIPIENT.get(self.mood):
            return answer
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str | None:
        if self.mood is Mood.SLOW:
            await asyncio.sleep(HANGS_S)
        answer: str | None = "250 OK"
        if self.mood is not Mood.GONE:
            answer = await super().handle_DATA(server, session, envelope)
        if self.mood in {Mood.GONE, Mood.DROP} and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return answer
