"""Which of the letters that one claim took leave together, which alone, and when are they read again?"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from notifications.channels.registry import OUTLETS
from notifications.rules.notice_codes import Channel
from notifications.services.due_letters import Letter, read_letters

AT_ONCE = 20  # a crash leaves as many in doubt
HALF = AT_ONCE // 2  # one is being sent while the other is put on record
FRESH_FOR_S = 0.2


@dataclass(slots=True)
class Pile:
    """What one claim took, batches first. What was read too long ago is read again before it leaves."""

    ids: list[int]
    token: UUID
    now: datetime
    before_reading: Callable[[], None] = lambda: None  # what must not wait as long as that takes
    _together: deque[Letter] = field(default_factory=deque)
    _alone: deque[Letter] = field(default_factory=deque)
    _lonely: set[int] = field(default_factory=set)
    _read_at: float = float("-inf")

    def next_batch(self) -> list[Letter]:
        """Up to half a batch, or one that must go alone; empty when nothing is left that is still ours."""
        if not self.is_fresh:
            self._read_again()
        found = self._together or self._alone
        count = HALF if self._together else 1
        return [found.popleft() for _ in range(min(count, len(found)))]

    def put_back(self, letters: Sequence[Letter]) -> None:
        """They come next, read again if that is due."""
        for each in reversed(letters):
            (self._alone if self.goes_alone(each) else self._together).appendleft(each)

    def goes_alone(self, letter: Letter) -> bool:
        """As it was when it was read last."""
        return letter.id in self._lonely

    def _read_again(self) -> None:
        self.before_reading()
        ids = [each.id for each in (*self._together, *self._alone)] or self.ids
        letters = read_letters(ids, self.token, now=self.now) if ids else []
        self._lonely = {each.id for each in letters if not may_share_a_batch(each)}
        self._together = deque(each for each in letters if each.id not in self._lonely)
        self._alone = deque(each for each in letters if each.id in self._lonely)
        self.ids, self._read_at = [], time.monotonic()

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self._read_at <= FRESH_FOR_S


def may_share_a_batch(letter: Letter) -> bool:
    """A crash leaves a whole batch in doubt: only where doubt can be settled, or nothing must be said."""
    if letter.is_key or letter.carries or not letter.is_mandatory:
        return not (letter.is_key or letter.carries)
    outlet = OUTLETS[Channel(letter.channel)]
    return outlet.can_look_up or outlet.key_window is not None
