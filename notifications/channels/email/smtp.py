"""How is one message handed over on a connection that stays open, and had its data gone out when it broke?"""

import contextlib
import smtplib
import time
from typing import Any, cast

_GO_ON, _DONE, _CLOSING = 354, frozenset({250, 251}), 421
_SHORTEST_WAIT_S = 0.01
_AT_ONCE, _LONGEST_LINE = 8192, 8192


class Noting:
    """Notes that the server asked for the data: from then on silence no longer means no.

    `give_up_at` bounds a whole message by the monotonic clock, however many answers it takes.
    """

    gave_data = False
    give_up_at = float("inf")
    _unread = b""

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._unread = b""
        return cast("tuple[int, bytes]", super().connect(*args, **kwargs))  # type: ignore[misc]  # mixed into SMTP

    def starttls(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """What was said before the line was safe is not believed."""
        answer = cast("tuple[int, bytes]", super().starttls(*args, **kwargs))  # type: ignore[misc]  # mixed into SMTP
        self._unread = b""
        return answer

    def getreply(self) -> tuple[int, bytes]:
        """As smtplib's: several lines make one answer. What came with the last one is not waited for again."""
        lines: list[bytes] = []
        while True:
            line = self._line()
            lines.append(line[4:].strip(b" \t\r\n"))
            code = int(line[:3]) if line[:3].isdigit() else -1
            if code == -1 or line[3:4] != b"-":
                break
        if code == _GO_ON:
            self.gave_data = True
        return code, b"\n".join(lines)

    def _line(self) -> bytes:
        line, end, rest = self._unread.partition(b"\n")
        while not end:
            if len(line) > _LONGEST_LINE:
                self._smtp.close()
                raise smtplib.SMTPResponseException(500, "Line too long.")
            line, end, rest = (line + self._received()).partition(b"\n")
        self._unread = rest
        return line

    def _received(self) -> bytes:
        if self._sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        if self.give_up_at != float("inf"):
            self._sock.settimeout(max(_SHORTEST_WAIT_S, self.give_up_at - time.monotonic()))
        try:
            data = cast("bytes", self._sock.recv(_AT_ONCE))
        except OSError as error:
            self._smtp.close()
            raise smtplib.SMTPServerDisconnected(f"Connection unexpectedly closed: {error}") from error
        if not data:
            self._smtp.close()
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return data

    def greet(self, until: float) -> None:
        """Once per connection; it says what the server can do."""
        self.give_up_at = until
        self._smtp.ehlo_or_helo_if_needed()

    def hand_over(self, sender: str, recipient: str, message: bytes) -> None:
        """One recipient; `message` has CRLF line ends. Raises as smtplib does. RFC 2920 saves two answers' time."""
        self.gave_data = False
        if time.monotonic() >= self.give_up_at:
            raise TimeoutError("its time was over before it was begun")
        steps = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA")
        replies = self._together(steps) if self._smtp.has_extn("pipelining") else self._one_by_one(steps)
        if len(replies) < len(steps) or replies[-1][0] != _GO_ON or replies[1][0] not in _DONE:
            raise self._refusal(sender, recipient, replies)
        if time.monotonic() >= self.give_up_at:
            self._smtp.close()  # without the last dot nothing counts
            self.gave_data = False
            raise TimeoutError("its time was over before its words were given")
        self._smtp.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        code, text = self.getreply()
        if code == _CLOSING or not _is_answer(code):  # its next line would pass for the next letter's answer
            self._smtp.close()
        if code not in _DONE:
            raise smtplib.SMTPDataError(code, text)

    def _together(self, steps: tuple[str, ...]) -> list[tuple[int, bytes]]:
        self._smtp.send("".join(f"{step}\r\n" for step in steps))
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

    @property
    def _smtp(self) -> smtplib.SMTP:
        return cast("smtplib.SMTP", self)  # what it is mixed into

    @property
    def _sock(self) -> Any:
        return getattr(self, "sock", None)


def _is_answer(code: int) -> bool:
    """To a sender, a recipient or a whole letter: RFC 5321, 4.3.2."""
    return code in _DONE or 400 <= code < 600


def _is_no(code: int) -> bool:
    """To this letter; 421 is said to all."""
    return 400 <= code < 600 and code != _CLOSING
