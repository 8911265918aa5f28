"""What was taken over and is not marked yet, and with which attempts does its mark go?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from notifications.services.attempts import Attempts, Opening
from notifications.services.ledger import mark_accepted


@dataclass(slots=True)
class Unmarked:
    """Marks go with the next attempts' commit, or at once if that is not at hand.

    Until then a crash leaves them in doubt, as it does from their attempts on: no more than leave together.
    """

    now: datetime
    token: UUID | None = None
    refs: dict[int, str] = field(default_factory=dict)
    going: Attempts | None = None  # with the marks of what was taken over before

    def next_attempts(self, rows: Sequence[Opening], *, lease_for: timedelta) -> Attempts:
        """They take along what waits; whoever asks for them begins them."""
        if self.token is None:
            raise ValueError("nothing was claimed")
        self.wait()
        self.going = Attempts(rows, self.token, lease_for, self.now, self.refs)
        self.refs = {}
        return self.going

    def add(self, taken: Mapping[int, str]) -> None:
        self.refs |= taken

    def wait(self) -> None:
        """Before anything else is asked of the database. What fails is said to whom the attempts are."""
        if self.going and self.going.is_begun:
            self.going.wait()
        elif self.going:  # somebody was interrupted before: its marks are none of its own
            self.refs, self.going = {**self.going.marked, **self.refs}, None

    def mark(self) -> None:
        self.wait()
        if self.refs and self.token:
            mark_accepted(self.refs, self.token, now=self.now)
        self.refs = {}
