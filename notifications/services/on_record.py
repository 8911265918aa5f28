"""Which letters of a batch are on record and may be sent, those that leave within another among them?"""

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import Error, transaction

from notifications.services.attempts import Attempts, open_attempts
from notifications.services.claim import Claim, hand_back
from notifications.services.packed import bind
from notifications.services.ready import Ready, Round, with_all_inside


@dataclass(slots=True)
class OnRecord:
    """Letters that are being put on record, or were. They may be sent until `deadline` by the monotonic clock."""

    ready: Sequence[Ready]
    deadline: float
    attempts: Attempts | None = None
    ids: frozenset[int] = frozenset()  # what is on record, of a letter with others inside

    def begin(self) -> None:
        """Does not wait for it."""
        if self.attempts:
            self.attempts.begin()

    def opened(self) -> list[Ready]:
        """Those that are still ours. Waits for the disk."""
        if self.attempts:
            self.ids = frozenset(self.attempts.opened())
        return [each for each in self.ready if each.letter.id in self.ids]

    def known(self) -> list[Ready]:
        """The same, but for what could not be put on record, as `opened` says."""
        with contextlib.suppress(Error):
            return self.opened()
        return []

    def is_whole(self, ready: Ready) -> bool:
        return all(each.letter.id in self.ids for each in ready.all)


def record_of(ready: Sequence[Ready], token: UUID, this: Round) -> OnRecord:
    """Not begun; of a letter with others inside it is done already."""
    deadline = time.monotonic() + this.lease_for.total_seconds()
    first = ready[0]
    if first.letter.carries and (whole := with_all_inside(first, this, token)).inside:
        return OnRecord([whole], deadline, ids=frozenset(_opened_together(whole, token, this)))
    openings = [one for each in ready for one in each.openings]
    return OnRecord(ready, deadline, this.unmarked.next_attempts(openings, lease_for=this.lease_for))


def _opened_together(whole: Ready, token: UUID, this: Round) -> set[int]:
    """All of them that are still ours, or none: taken back, the letter leaves the others to themselves."""
    this.clear()
    with transaction.atomic():
        opened = open_attempts(whole.openings, token, lease_for=this.lease_for, now=this.now, marked={})
        if whole.letter.id in opened:
            bind(whole.letter.id, opened - {whole.letter.id})
            return opened
        transaction.set_rollback(True)
    hand_back([Claim(each.letter.id, token, deadline=0.0) for each in whole.inside])
    return set()
