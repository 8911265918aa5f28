"""How long does a connection to the mail server stay open, and when is a fresh one taken?"""

import contextlib
import smtplib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from notifications.channels.email.backend import NotingBackend
from notifications.channels.email.smtp import Pair

MESSAGES_PER_CONNECTION = 100  # relays end a session after so many
_CLOSING = 421
# Servers that were silent when the next message was announced with the end of the last one.
_DEAF: dict[tuple[str, int], float] = {}
_DEAF_FOR_S = 3600.0
_here = threading.local()


@dataclass(slots=True)
class Line:
    """One connection, opened when first needed; a fault closes it."""

    backend: NotingBackend | None = None
    sent: int = 0
    gave_data: bool = False

    def hand_over(
        self, sender: str, recipient: str, message: bytes, *, timeout_s: float, coming: Pair | None = None
    ) -> None:
        """A connection that was kept and turns out to be gone before any data is replaced once: nothing was given.

        `coming`: from whom and to whom the next message goes, if one follows at once.
        """
        until = time.monotonic() + timeout_s
        if self.sent >= MESSAGES_PER_CONNECTION:
            self.close()
        was_kept, was_announced = self.backend is not None, self.is_announced
        if self.sent + 1 >= MESSAGES_PER_CONNECTION or time.monotonic() < _DEAF.get(self._server, 0.0):
            coming = None
        try:
            self._hand_over(sender, recipient, message, until, coming)
        except smtplib.SMTPException as error:
            if not was_kept or self.gave_data or not _is_gone(error):
                raise
            if was_announced and isinstance(error.__cause__, TimeoutError):
                _DEAF[self._server] = time.monotonic() + _DEAF_FOR_S
            self.close()
            self._hand_over(sender, recipient, message, until, None)

    @property
    def is_announced(self) -> bool:
        """Somebody is: the server waits for that letter, and for nothing else."""
        return bool(self.backend and self.backend.noting and self.backend.noting.announced)

    @property
    def _server(self) -> tuple[str, int]:
        return settings.EMAIL_HOST, settings.EMAIL_PORT

    def _hand_over(self, sender: str, recipient: str, message: bytes, until: float, coming: Pair | None) -> None:
        self.gave_data = False
        backend = self.backend or self._open(until)
        connection = backend.noting
        if connection is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        connection.give_up_at = until
        self.sent += 1
        try:
            connection.hand_over(sender, recipient, message, coming=coming)
        finally:
            self.gave_data = connection.gave_data
            if getattr(connection, "sock", None) is None:
                self.close()

    def _open(self, until: float) -> NotingBackend:
        backend = NotingBackend()
        backend.timeout = max(0.1, until - time.monotonic())
        backend.open()
        if backend.noting is not None:
            backend.noting.greet(until)
        self.backend, self.sent = backend, 0
        return backend

    def close(self) -> None:
        backend, self.backend, self.sent = self.backend, None, 0
        if backend is not None:
            with contextlib.suppress(Exception):
                if backend.noting is not None and backend.noting.announced:
                    backend.noting.hang_up()
                elif backend.noting is not None:
                    backend.noting.give_up_at = time.monotonic() + 1  # a farewell is not waited for
                backend.close()


def _is_gone(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == _CLOSING
    return isinstance(error, smtplib.SMTPServerDisconnected)


@contextlib.contextmanager
def kept_line() -> Iterator[Line]:
    """The thread's open line, else one for this moment; a changed mail server means another line."""
    kept = getattr(_here, "lines", None)
    if kept is None:
        line = Line()
        try:
            yield line
        finally:
            line.close()
        return
    yield kept.setdefault((settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER), Line())


@contextlib.contextmanager
def lines_kept_open() -> Iterator[None]:
    """While it lasts, messages of this thread share one connection; at its end the connection is closed."""
    if getattr(_here, "lines", None) is not None:
        yield
        return
    lines: dict[tuple[str, int, str], Line] = {}
    _here.lines = lines
    try:
        yield
    finally:
        _here.lines = None
        for line in lines.values():
            line.close()
