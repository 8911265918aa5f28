"""In which order are the letters of one claim made ready, put on record, sent, and marked with what came of it?

No text is given to anybody before its attempt is on the disk. Of letters that may share a batch one half is sent while
the next half is put on record: no more than a batch is ever in doubt. One that must go alone is put on record when the
last one is done with; while that is written, the next one's words are made.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded

from notifications.channels.contract import Accepted, Answer, Coming, Refused, Temporary
from notifications.channels.registry import OUTLETS
from notifications.rules.notice_codes import Channel
from notifications.services.claim import Claim, hand_back
from notifications.services.mark import mark
from notifications.services.on_record import OnRecord, record_of
from notifications.services.payloads import payload_of
from notifications.services.pile import Pile
from notifications.services.ready import NotTheirs, Ready, Round, made_ready


def deliver_claimed(claims: Sequence[Claim], this: Round) -> int:
    """How many attempts were made of what one claim took. What is not begun is handed back."""
    left = {claim.delivery_id: claim for claim in claims}
    pile = Pile(list(left), claims[0].token, this.now, before_reading=this.clear)
    passing = Passing(this, claims[0], pile, left)
    this.begin(claims[0].token, passing.clear)
    try:
        passing.go()
    except NotTheirs as wrapped:
        raise wrapped.__cause__ or wrapped from None
    finally:
        try:
            passing.end()
        finally:
            hand_back(list(left.values()))
    return passing.made


@dataclass(slots=True)
class Passing:
    """One claim on its way out. `unsent` are on record and not begun: none, or one half of a batch."""

    this: Round
    claim: Claim
    pile: Pile
    left: dict[int, Claim]
    made: int = 0
    unsent: deque[OnRecord] = field(default_factory=deque)

    @property
    def token(self) -> UUID:
        return self.claim.token

    def go(self) -> None:
        coming = self._next_ready()
        while coming and self._may_go_on() and (coming := self._as_of_now(coming)):
            is_alone = self._goes_alone(coming)
            self._put_on_record(coming)
            if len(self.unsent) > 1:
                self._send_next()
            coming = [] if self.this.is_away else self._next_ready()
            if is_alone:
                self._send_unsent()
        self._send_unsent()

    def clear(self) -> None:
        """What is on record leaves, or goes back while the mail server is away; what was taken over is marked."""
        try:
            self._send_unsent()
            self.end()
        except SoftTimeLimitExceeded:
            raise
        except Exception as problem:
            raise NotTheirs from problem

    def end(self) -> None:
        """What was taken over is marked; what was put on record and not begun is ready again."""
        try:
            self.this.unmarked.mark()
        finally:
            while self.unsent:
                for each in self.unsent.popleft().known():
                    mark(delivery_id=each.letter.id, token=self.token, answer=None, now=self.this.now)

    def _may_go_on(self) -> bool:
        return not self.this.is_away and self.this.has_time(self.claim.deadline)

    def _next_ready(self) -> list[Ready]:
        """Empty when nothing is left. What a worker dies over, or is told to end over, waits for its lease's end."""
        while batch := self.pile.next_batch():
            claims = {each.id: self.left.pop(each.id, self.claim) for each in batch}
            try:
                ready = made_ready(batch, self.this, self.token)
            except NotTheirs:
                self.left |= claims
                raise
            self.left |= {each.letter.id: claims[each.letter.id] for each in ready}
            if ready:
                return ready
        return []

    def _as_of_now(self, coming: list[Ready]) -> list[Ready]:
        """Read again when that was too long ago. Before one that goes alone nothing else waits to be sent."""
        if self._goes_alone(coming):
            self._send_unsent()
        if not self.pile.is_fresh:
            self.pile.put_back([each.letter for each in coming])
            coming = self._next_ready()
        if coming and self._goes_alone(coming):
            self._send_unsent()
        return coming if not self.this.is_away else []

    def _put_on_record(self, ready: list[Ready]) -> None:
        record = record_of(ready, self.token, self.this)
        for each in ready:
            self.left.pop(each.letter.id, None)
        self.unsent.append(record)
        record.begin()

    def _goes_alone(self, ready: Sequence[Ready]) -> bool:
        return self.pile.goes_alone(ready[0].letter)

    def _send_unsent(self) -> None:
        while self.unsent and not self.this.is_away:
            self._send_next()

    def _send_next(self) -> None:
        batch = self.unsent[0]
        opened = batch.opened()
        self.unsent.popleft()
        self.made += len(opened)
        _send_all(opened, self.token, batch, self.this)


def _send_all(ready: Sequence[Ready], token: UUID, batch: OnRecord, this: Round) -> None:
    """The accepted ones are marked together; whatever else is answered, is marked at once.

    What was taken back between the check and the record is not sent, and so nothing is that speaks of it.
    """
    taken: dict[int, str] = {}
    stopped, left = False, deque(ready)
    try:
        while left:
            each = left.popleft()
            is_next = batch.is_whole(each) and not stopped
            answer = _send(each, batch.deadline, this, coming=_coming(left, batch)) if is_next else None
            if isinstance(answer, Accepted):
                taken |= {each.letter.id: answer.ref, **{one.letter.id: "" for one in each.inside}}
                this.took_mail = this.took_mail or each.letter.channel == Channel.EMAIL
                continue
            this.is_away = this.is_away or (isinstance(answer, Temporary | Refused) and answer.is_everybodys)
            stopped = stopped or this.is_away or answer is None
            this.unmarked.add(taken)
            taken = {}
            this.unmarked.mark()
            mark(delivery_id=each.letter.id, token=token, answer=answer, now=this.now)
    finally:
        this.unmarked.add(taken)
        for each in left:  # opened, and never begun
            this.unmarked.mark()
            mark(delivery_id=each.letter.id, token=token, answer=None, now=this.now)


def _coming(left: Sequence[Ready], batch: OnRecord) -> Coming | None:
    """The next letter, which is on record."""
    coming = left[0].letter if left and batch.is_whole(left[0]) else None
    return Coming(coming.key, coming.address) if coming and coming.channel == Channel.EMAIL else None


def _send(ready: Ready, deadline: float, this: Round, *, coming: Coming | None) -> Answer | None:
    """None when too little of the lease or of the round is left: then nothing was sent, which is a definite no."""
    if not this.has_time(deadline):
        return None
    if ready.letter.channel != Channel.EMAIL:
        this.unmarked.wait()  # others may end in our own tables
    payload = payload_of(ready.letter, ready.wire, now=this.now, coming=coming)
    return OUTLETS[Channel(ready.letter.channel)].send(payload, timeout_s=this.timeout_s)
