"""How does a mail server behave that knows a message again by its key?"""

from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.services.mail_sink import MailSink
from notifications.channels.email.route import KEYED_HOSTS

KEY_HEADER = KEYED_HOSTS["smtp.resend.com"][0]


@dataclass
class KeyedSink(MailSink):
    """If `knows_keys`, a second message of the same key is answered as any other, and not kept.

    `changed` are keys that came again with another text, which no sender may do.
    """

    knows_keys: bool = False
    keys: dict[str, bytes] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str | None:
        answer = await super().handle_DATA(server, session, envelope)
        message = self.messages[-1].message
        key, text = str(message[KEY_HEADER] or ""), envelope.original_content or b""
        if self.knows_keys and key and (first := self.keys.setdefault(key, text)) is not text:
            self.messages.pop()
            if first != text:
                self.changed.append(key)
        return answer
