"""What does the mail server say on a connection, and how long is it listened to?"""

import select
import smtplib
import time
from typing import Any, cast

_SHORTEST_WAIT_S = 0.01
_AT_ONCE, _LONGEST_LINE = 8192, 8192


class Listening:
    """Reads by the socket, since one answer may come with the next. It is mixed into smtplib's SMTP.

    `give_up_at` bounds a whole message by the monotonic clock, however many answers it takes.
    """

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

    @property
    def has_more(self) -> bool:
        """Something that nobody has read yet, or the connection's end."""
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return bool(self._unread or poll.poll(0))

    @property
    def _smtp(self) -> smtplib.SMTP:
        return cast("smtplib.SMTP", self)  # what it is mixed into

    @property
    def _sock(self) -> Any:
        return getattr(self, "sock", None)
