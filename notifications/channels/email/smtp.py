"""How is one message handed over on a connection that stays open, and had its data gone out when it broke?"""

import smtplib
import time
from typing import Any, ClassVar, cast

from django.core.mail.backends.smtp import EmailBackend

_GO_ON, _DONE, _CLOSING = 354, frozenset({250, 251}), 421
_SHORTEST_WAIT_S = 0.01


class _Noting:
    """Notes that the server asked for the data: from then on silence no longer means no.

    `give_up_at` bounds a whole message by the monotonic clock, however many answers it takes.
    """

    gave_data = False
    give_up_at = float("inf")

    def getreply(self) -> tuple[int, bytes]:
        if self._sock is not None and self.give_up_at != float("inf"):
            self._sock.settimeout(max(_SHORTEST_WAIT_S, self.give_up_at - time.monotonic()))
        code, text = super().getreply()  # type: ignore[misc]  # mixed into smtplib.SMTP
        if code == _GO_ON:
            self.gave_data = True
        return code, text

    def greet(self, until: float) -> None:
        """Once per connection; it says what the server can do."""
        self.give_up_at = until
        self._smtp.ehlo_or_helo_if_needed()

    def hand_over(self, sender: str, recipient: str, message: bytes) -> None:
        """One recipient; `message` has CRLF line ends. Raises as smtplib does. RFC 2920 saves two answers' time."""
        self.gave_data = False
        steps = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA")
        replies = self._together(steps) if self._smtp.has_extn("pipelining") else self._one_by_one(steps)
        if len(replies) < len(steps) or replies[-1][0] != _GO_ON or replies[1][0] not in _DONE:
            raise self._refusal(sender, recipient, replies)
        self._smtp.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        code, text = self.getreply()
        if code == _CLOSING:
            self._smtp.close()
        if code not in _DONE:
            raise smtplib.SMTPDataError(code, text)

    def _together(self, steps: tuple[str, ...]) -> list[tuple[int, bytes]]:
        self._smtp.send("".join(f"{step}\r\n" for step in steps))
        return [self.getreply() for _ in steps]

    def _one_by_one(self, steps: tuple[str, ...]) -> list[tuple[int, bytes]]:
        replies: list[tuple[int, bytes]] = []
        for step in steps:
            self._smtp.putcmd(step)
            replies.append(self.getreply())
            if not 200 <= replies[-1][0] < 400:
                break
        return replies

    def _refusal(self, sender: str, recipient: str, replies: list[tuple[int, bytes]]) -> smtplib.SMTPException:
        """The first no. Whoever asks for data all the same is hung up on: without the last dot nothing counts."""
        if any(code == _CLOSING for code, _text in replies) or replies[-1][0] == _GO_ON:
            self._smtp.close()
        else:
            self._smtp.docmd("RSET")
        if replies[0][0] not in _DONE:
            return smtplib.SMTPSenderRefused(*replies[0], sender)
        if replies[1][0] not in _DONE:
            return smtplib.SMTPRecipientsRefused({recipient: replies[1]})
        return smtplib.SMTPDataError(*replies[-1])

    @property
    def _smtp(self) -> smtplib.SMTP:
        return cast("smtplib.SMTP", self)  # what it is mixed into

    @property
    def _sock(self) -> Any:
        return getattr(self, "sock", None)


class _NotingSMTP(_Noting, smtplib.SMTP):
    pass


class _NotingSMTPOverTLS(_Noting, smtplib.SMTP_SSL):
    pass


class NotingBackend(EmailBackend):
    """Django's way to open an SMTP connection, with its TLS and its log-in."""

    _classes: ClassVar[dict[bool, type[smtplib.SMTP]]] = {False: _NotingSMTP, True: _NotingSMTPOverTLS}

    @property
    def connection_class(self) -> Any:
        return self._classes[bool(self.use_ssl)]

    @property
    def noting(self) -> _Noting | None:
        return self.connection if isinstance(self.connection, _Noting) else None
