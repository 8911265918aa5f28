"""How is an attempt opened, committed, sent, and marked with what came of it, for one letter or a batch?"""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction

from notifications.channels.contract import Accepted, Answer, Temporary
from notifications.channels.registry import OUTLETS
from notifications.models import Delivery
from notifications.rules.backoff import SEND_TIMEOUT_S, may_still_send
from notifications.rules.notice_codes import Channel
from notifications.services.claim import Claim, hand_back
from notifications.services.due_letters import Letter, read_letters
from notifications.services.ledger import Opening, Unmarked, mark_accepted, open_attempts
from notifications.services.letter_texts import Filled, SharedLetters
from notifications.services.mark import mark
from notifications.services.packed import bind, close_letter
from notifications.services.packed_text import in_one
from notifications.services.payloads import payload_of
from notifications.services.pile import Pile
from notifications.services.plan_book import PlanBook
from notifications.services.render import Rendered
from notifications.services.settle import first_in_doubt, settle_forgotten, settle_stopped
from notifications.services.stops import hold_back, stop, stop_of


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

    def __post_init__(self) -> None:
        self.unmarked = Unmarked(self.now)
        self.letters = SharedLetters(self.book, self.now, before_reading=self.unmarked.mark)


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


def deliver_claimed(claims: Sequence[Claim], this: Round) -> int:
    """How many attempts were made of what one claim took. What is not begun is handed back."""
    left = {claim.delivery_id: claim for claim in claims}
    made, this.is_away, this.took_mail, this.unmarked.token = 0, False, False, claims[0].token
    try:
        pile = Pile(list(left), claims[0].token, this.now, before_reading=this.unmarked.mark)
        while (batch := pile.next_batch()) and _has_time(claims[0], this):
            for each in batch:
                left.pop(each.id)
            made += _attempt(batch, claims[0].token, this, is_last=pile.is_empty)
    finally:
        try:
            this.unmarked.mark()
        finally:
            hand_back(list(left.values()))
    return made


def _has_time(claim: Claim, this: Round) -> bool:
    left_s = claim.deadline - time.monotonic()
    return (
        not this.is_away
        and time.monotonic() < this.ends
        and may_still_send(lease_left_s=left_s, timeout_s=this.timeout_s)
    )


def _attempt(letters: Sequence[Letter], token: UUID, this: Round, *, is_last: bool) -> int:
    """Nothing is open in the database while the network is asked; one commit holds these and the last ones' marks."""
    ready = [Ready(each, filled) for each in letters if (filled := _prepared(each, token, this))]
    if not ready:
        return 0
    if ready[0].letter.carries:
        ready = [_with_all_inside(ready[0], token, this)]
    deadline = time.monotonic() + this.lease_for.total_seconds()
    if not (opened := _opened(ready, token, this)):
        return 0
    mine = [each for each in ready if each.letter.id in opened]
    _send_all(mine, token, deadline, this, opened=opened, is_last=is_last)
    return len(mine)


def _with_all_inside(carrier: Ready, token: UUID, this: Round) -> Ready:
    """What was packed into it passes the same checks; one that may not leave now stands aside, the others go on."""
    this.unmarked.mark()
    if carrier.letter.body_sha:  # in doubt: as it was, to the byte
        return carrier
    letters = read_letters(close_letter(carrier.letter.id, token), token, now=this.now)
    inside = [Ready(each, filled) for each in letters if (filled := _prepared(each, token, this))]
    return Ready(carrier.letter, carrier.filled, tuple(inside))


def _opened(ready: Sequence[Ready], token: UUID, this: Round) -> set[int]:
    """Of a letter with others inside all that are still ours, or none: taken back, it leaves them to themselves."""
    openings = [Opening(each.letter.id, each.filled.text, each.filled.told) for one in ready for each in one.all]
    first, marked = ready[0], this.unmarked.refs
    if not first.inside:
        opened = open_attempts(openings, token, lease_for=this.lease_for, now=this.now, marked=marked)
        this.unmarked.refs = {}
        return opened
    this.unmarked.mark()
    with transaction.atomic():
        opened = open_attempts(openings, token, lease_for=this.lease_for, now=this.now, marked={})
        if first.letter.id in opened:
            bind(first.letter.id, opened - {first.letter.id})
            return opened
        transaction.set_rollback(True)
    hand_back([Claim(each.letter.id, token, deadline=0.0) for each in first.inside])
    return set()


def _prepared(letter: Letter, token: UUID, this: Round) -> Filled | None:
    """Everything is checked again, and the text made anew: nothing of a refused one was read, dates may have moved."""
    is_past = this.letters.is_past(letter.late_until, letter.timezone)
    if why := stop_of(letter, is_past=is_past):
        this.unmarked.mark()
        if letter.body_sha:
            settle_stopped(letter.id, token, now=this.now)
        else:
            stop(letter, token, why, now=this.now)
        return None
    if letter.body_sha and _is_forgotten(letter, token, this):
        return None
    try:
        filled = this.letters.of(letter)
    except (DatabaseError, SoftTimeLimitExceeded):
        raise
    except Exception as problem:
        hold_back(letter, token, problem, now=this.now)
        return None
    return _as_before(letter, filled) if letter.body_sha else filled


def _is_forgotten(letter: Letter, token: UUID, this: Round) -> bool:
    this.unmarked.mark()
    return settle_forgotten(letter.id, token, now=this.now)


def _as_before(letter: Letter, filled: Filled) -> Filled:
    """Sent once more under its key, a message must be the same to the byte."""
    text = Delivery.objects.values_list("subject", "body_text", "body_html").get(pk=letter.id)
    return Filled(Rendered(*text), filled.helper, filled.told, first_in_doubt(letter.id, letter.body_sha))


def _send_all(
    ready: Sequence[Ready], token: UUID, deadline: float, this: Round, *, opened: set[int], is_last: bool
) -> None:
    """The accepted ones are marked together; whatever else is answered, is marked at once.

    What was taken back between the check and the record is not sent, and so nothing is that speaks of it.
    """
    taken: dict[int, str] = {}
    stopped, left = False, deque(ready)
    try:
        while left:
            each = left.popleft()
            is_whole = all(one.letter.id in opened for one in each.all)
            answer = _send(each, deadline, this) if is_whole and not stopped else None
            if isinstance(answer, Accepted):
                taken |= {each.letter.id: answer.ref, **{one.letter.id: "" for one in each.inside}}
                this.took_mail = this.took_mail or each.letter.channel == Channel.EMAIL
                continue
            this.is_away = this.is_away or (isinstance(answer, Temporary) and answer.is_everybodys)
            stopped = stopped or this.is_away or answer is None
            taken = _marked(taken, token, this, lazily=False)
            mark(delivery_id=each.letter.id, token=token, answer=answer, now=this.now)
    finally:
        _marked(taken, token, this, lazily=not (is_last or stopped or left))
        for each in left:  # opened, and never begun
            mark(delivery_id=each.letter.id, token=token, answer=None, now=this.now)


def _marked(taken: dict[int, str], token: UUID, this: Round, *, lazily: bool) -> dict[int, str]:
    if lazily:
        this.unmarked.refs |= taken
    else:
        mark_accepted(taken, token, now=this.now)
    return {}


def _send(ready: Ready, deadline: float, this: Round) -> Answer | None:
    """None when too little of the lease or of the round is left: then nothing was sent, which is a definite no."""
    left_s = deadline - time.monotonic()
    if time.monotonic() >= this.ends or not may_still_send(lease_left_s=left_s, timeout_s=this.timeout_s):
        return None
    payload = payload_of(ready.letter, ready.wire, now=this.now)
    return OUTLETS[Channel(ready.letter.channel)].send(payload, timeout_s=this.timeout_s)
