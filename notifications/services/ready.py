"""May a claimed letter leave now, and with which words?"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError

from notifications.models import Delivery
from notifications.rules.backoff import SEND_TIMEOUT_S, may_still_send
from notifications.services.attempts import Opening
from notifications.services.due_letters import Letter, read_letters
from notifications.services.letter_texts import Filled, SharedLetters
from notifications.services.packed import close_letter
from notifications.services.packed_text import in_one
from notifications.services.plan_book import PlanBook
from notifications.services.render import Rendered
from notifications.services.settle import first_in_doubt, settle_forgotten, settle_stopped
from notifications.services.stops import DATES_MOVED, hold_back, stop, stop_of
from notifications.services.unmarked import Unmarked


class NotTheirs(Exception):
    """Something went wrong with others, that had to leave before this letter could be made ready."""


@dataclass(slots=True)
class Round:
    """One pass over what is due: its instant, the figures read for it, how long a lease lasts, when it must end."""

    now: datetime
    book: PlanBook
    lease_for: timedelta
    timeout_s: float = SEND_TIMEOUT_S
    ends: float = float("inf")
    is_away: bool = False  # the mail server, at the last message
    took_mail: bool = False
    unmarked: Unmarked = field(init=False)
    letters: SharedLetters = field(init=False)
    clear_first: Callable[[], None] = field(init=False)

    def __post_init__(self) -> None:
        self.unmarked = Unmarked(self.now)
        self.clear_first = self.unmarked.mark
        self.letters = SharedLetters(self.book, self.now, before_reading=self.clear)

    def begin(self, token: UUID, clear_first: Callable[[], None]) -> None:
        self.is_away, self.took_mail, self.unmarked.token = False, False, token
        self.clear_first = clear_first

    def clear(self) -> None:
        """Before anything is read, made or settled: a worker that dies over it leaves no letter in doubt over it."""
        self.clear_first()

    def has_time(self, deadline: float) -> bool:
        """By the monotonic clock, for one more message: until the lease is over, and until the round is."""
        left_s = deadline - time.monotonic()
        return time.monotonic() < self.ends and may_still_send(lease_left_s=left_s, timeout_s=self.timeout_s)


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter as it is put on record; `inside` are those that leave within it, and `wire` is what is sent."""

    letter: Letter
    filled: Filled
    inside: tuple["Ready", ...] = ()

    @property
    def all(self) -> tuple["Ready", ...]:
        return (self, *self.inside)

    @property
    def wire(self) -> Filled:
        return in_one([(each.letter, each.filled) for each in self.all]) if self.inside else self.filled

    @property
    def openings(self) -> list[Opening]:
        return [Opening(each.letter.id, each.filled.text, each.filled.told) for each in self.all]


def made_ready(letters: Sequence[Letter], this: Round, token: UUID) -> list[Ready]:
    """Everything is checked again, and the text made anew: nothing of a refused one was read, dates may have moved."""
    return [Ready(each, filled) for each in letters if (filled := _filled(each, token, this))]


def with_all_inside(carrier: Ready, this: Round, token: UUID) -> Ready:
    """What was packed into it passes the same checks; one that may not leave now stands aside, the others go on."""
    this.clear()
    if carrier.letter.body_sha:  # in doubt: as it was, to the byte
        return carrier
    letters = read_letters(close_letter(carrier.letter.id, token), token, now=this.now)
    return Ready(carrier.letter, carrier.filled, tuple(made_ready(letters, this, token)))


def _filled(letter: Letter, token: UUID, this: Round) -> Filled | None:
    is_past = this.letters.is_past(letter.late_until, letter.timezone)
    if why := stop_of(letter, is_past=is_past):
        this.clear()
        if letter.body_sha:
            settle_stopped(letter.id, token, now=this.now)
        else:
            stop(letter, token, why, now=this.now)
        return None
    if letter.body_sha and _is_forgotten(letter, token, this):
        return None
    try:
        filled = this.letters.of(letter)
    except (DatabaseError, SoftTimeLimitExceeded, NotTheirs):
        raise
    except Exception as problem:
        this.clear()
        hold_back(letter, token, problem, now=this.now)
        return None
    if letter.body_sha:
        return _as_before(letter, filled)
    if letter.tells_otherwise(filled.told):  # what a contact told stays what is on record of it
        this.clear()
        stop(letter, token, DATES_MOVED, now=this.now)
        return None
    return filled


def _is_forgotten(letter: Letter, token: UUID, this: Round) -> bool:
    this.clear()
    return settle_forgotten(letter.id, token, now=this.now)


def _as_before(letter: Letter, filled: Filled) -> Filled:
    """Sent once more under its key, a message must be the same to the byte."""
    text = Delivery.objects.values_list("subject", "body_text", "body_html").get(pk=letter.id)
    return Filled(Rendered(*text), filled.helper, filled.told, first_in_doubt(letter.id, letter.body_sha))
