"""How is one message handed over on a connection that stays open, and had its data gone out when it broke?"""

import contextlib
import smtplib
import time
from typing import Any

from notifications.channels.email.listening import Listening

_GO_ON, _DONE, _CLOSING = 354, frozenset({250, 251}), 421
Pair = tuple[str, str]  # sender and recipient of a message
_STEPS = ("MAIL FROM:<{sender}>", "RCPT TO:<{recipient}>", "DATA")


class Noting(Listening):
    """Notes that the server asked for the data: from then on silence no longer means no."""

    gave_data = False
    announced: tuple[str, ...] = ()  # said with the last message's end, and not answered yet

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.announced = ()
        return super().connect(*args, **kwargs)

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        if code == _GO_ON:
            self.gave_data = True
        return code, text

    def greet(self, until: float) -> None:
        """Once per connection; it says what the server can do."""
        self.give_up_at = until
        self._smtp.ehlo_or_helo_if_needed()

    def hand_over(self, sender: str, recipient: str, message: bytes, *, coming: Pair | None = None) -> None:
        """One recipient; `message` has CRLF line ends. Raises as smtplib does.

        RFC 2920 saves two answers' time; the time of one more where it is said with the message's end to whom the next
        one goes. Whatever is said of that one belongs to it, and is read when its turn comes.
        """
        self.gave_data = False
        if time.monotonic() >= self.give_up_at:
            raise TimeoutError("its time was over before it was begun")
        can_at_once = self._smtp.has_extn("pipelining")
        replies = self._begun(_steps(sender, recipient)) if can_at_once else self._one_by_one(_steps(sender, recipient))
        if len(replies) < len(_STEPS) or replies[-1][0] != _GO_ON or replies[1][0] not in _DONE:
            raise self._refusal(sender, recipient, replies)
        if time.monotonic() >= self.give_up_at:
            self._smtp.close()  # without the last dot nothing counts
            self.gave_data = False
            raise TimeoutError("its time was over before its words were given")
        self._give(message, _steps(*coming) if coming and can_at_once else ())

    def hang_up(self) -> None:
        """Without a farewell, which would pass for the words of the announced message. Without its dot it is none."""
        self.announced = ()
        self._smtp.close()

    def _give(self, message: bytes, announced: tuple[str, ...]) -> None:
        """Nobody says anything between its asking for the words and their end, but one who goes away."""
        if self.has_more:
            self._smtp.close()
            self.gave_data = False
            raise smtplib.SMTPServerDisconnected("it went away before its words were given")
        self._smtp.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n" + _lines(announced).encode("ascii"))
        self.announced = announced
        code, text = self.getreply()
        if code == _CLOSING or not _is_answer(code):  # its next line would pass for the next letter's answer
            self._smtp.close()
        if code not in _DONE:
            raise smtplib.SMTPDataError(code, text)

    def _begun(self, steps: tuple[str, ...]) -> list[tuple[int, bytes]]:
        """What was announced is only waited for; another than was announced is no letter of this connection."""
        announced, self.announced = self.announced, ()
        if announced and announced != steps:
            self._smtp.close()
            raise smtplib.SMTPServerDisconnected("another letter was announced")
        if not announced:
            self._smtp.send(_lines(steps))
        self.gave_data = False
        replies: list[tuple[int, bytes]] = []
        for _ in steps:
            try:
                replies.append(self.getreply())
            except smtplib.SMTPServerDisconnected:
                if not any(_is_no(code) for code, _text in replies):
                    raise
                break  # it hung up on what it refuses
        return replies

    def _one_by_one(self, steps: tuple[str, ...]) -> list[tuple[int, bytes]]:
        replies: list[tuple[int, bytes]] = []
        for step in steps:
            self._smtp.putcmd(step)
            replies.append(self.getreply())
            if not 200 <= replies[-1][0] < 400:
                break
        return replies

    def _refusal(self, sender: str, recipient: str, replies: list[tuple[int, bytes]]) -> smtplib.SMTPException:
        """The first no. Whoever asks for data all the same, or answers what is no answer to it, is hung up on: without
        the last dot nothing counts, and nonsense is no word about the recipient."""
        no = next((n for n, (code, _text) in enumerate(replies) if code not in _DONE), -1)
        if no < 0 or not _is_answer(replies[no][0]):
            self._smtp.close()
            self.gave_data = False
            return smtplib.SMTPServerDisconnected(f"no answer of a mail server: {replies[no][1][:100]!r}")
        if any(code == _CLOSING for code, _text in replies) or replies[-1][0] == _GO_ON:
            self._smtp.close()
        else:
            with contextlib.suppress(smtplib.SMTPServerDisconnected):  # the no was said before
                self._smtp.docmd("RSET")
        if no == 1:
            return smtplib.SMTPRecipientsRefused({recipient: replies[1]})
        return smtplib.SMTPDataError(*replies[no]) if no else smtplib.SMTPSenderRefused(*replies[0], sender)


def _steps(sender: str, recipient: str) -> tuple[str, ...]:
    return tuple(step.format(sender=sender, recipient=recipient) for step in _STEPS)


def _lines(steps: tuple[str, ...]) -> str:
    return "".join([f"{step}\r\n" for step in steps])


def _is_answer(code: int) -> bool:
    """To a sender, a recipient or a whole letter: RFC 5321, 4.3.2."""
    return code in _DONE or 400 <= code < 600


def _is_no(code: int) -> bool:
    """To this letter; 421 is said to all."""
    return 400 <= code < 600 and code != _CLOSING
