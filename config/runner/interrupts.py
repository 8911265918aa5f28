"""How does Ctrl-C reach the runner without leaving a child that nobody knows?"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """Somebody wants the runner to end; raised in the main thread, where it waits."""


class Interrupts:
    """The first signal raises `Stopped`, later ones do nothing: the stop is already under way."""

    def __init__(self) -> None:
        self.wanted = False
        self._held = 0
        self._raised = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    @contextmanager
    def held(self) -> Iterator[None]:
        """A signal that comes meanwhile is raised at the end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        self._raise_once()

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self.wanted = True
        self._raise_once()

    def _raise_once(self) -> None:
        if self.wanted and not self._held and not self._raised:
            self._raised = True
            raise Stopped
