"""How does a mail provider behave that is slow, refuses one in a hundred, and loses one answer in a hundred?"""

import asyncio
import random
from zlib import crc32

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.services.mail_sink import Answer
from tests.chaos.keyed_sink import KeyedSink

DELAY_S = (0.03, 0.09)


class Provider(KeyedSink):
    """By address, so that each run has the same ones. Whoever asks again under the key is answered."""

    def __init__(self, *, knows_keys: bool = False) -> None:
        super().__init__(choose=self._choose, knows_keys=knows_keys)
        self._asked: set[str] = set()

    def _choose(self, address: str) -> Answer:
        return Answer.KEEP if address in self._asked else answer_to(address)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str | None:
        await asyncio.sleep(random.uniform(*DELAY_S))
        answer = await super().handle_DATA(server, session, envelope)
        if self.knows_keys:
            self._asked.update(envelope.rcpt_tos)
        return answer


def answer_to(address: str) -> Answer:
    return {0: Answer.DROP, 1: Answer.REFUSE}.get(crc32(address.encode()) % 100, Answer.KEEP)
