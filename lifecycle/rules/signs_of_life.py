"""Which parts of the muscle show life, who is busy and who is dead?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

TICK, WORKER, BUSY = "tick", "worker", "busy"
COMMON_QUEUE = "celery"
SILENT_FOR = timedelta(seconds=60)  # every part beats each second to each 15 s
USUAL_S = 25.0  # longer than that is one work's limit only in queues of their own
PAST_LIMIT_S = 10.0  # so long may ending a work take whose time is over


def sign_of(queue: str, kind: str = WORKER) -> str:
    """The name under which those who hear this queue show life; of the common queue the plain one."""
    return kind if queue == COMMON_QUEUE else f"{kind} {queue}"


def queue_of(sign: str) -> str | None:
    """None for what is no worker."""
    name, _, queue = sign.partition(" ")
    return (queue or COMMON_QUEUE) if name == WORKER else None


@dataclass(frozen=True, slots=True)
class Signs:
    """When did somebody last answer, and when did a worker last say that all its hands do what takes long?"""

    heard_at: datetime
    busy_at: datetime | None = None

    @property
    def last_at(self) -> datetime:
        return max(self.heard_at, self.busy_at or self.heard_at)

    def busy_since(self, now: datetime) -> datetime | None:
        """None for who answers, and for who is dead."""
        return self.heard_at if now - self.heard_at > SILENT_FOR >= now - self.last_at else None


@dataclass(frozen=True, slots=True)
class Running:
    """One work in a worker's hand: for how long by now, and for how long it may; in seconds."""

    for_s: float
    may_s: float


def says_while_full(running: Collection[Running], *, hands: int) -> str | None:
    """What does a worker say that takes nothing up just now? Nothing while a hand is free, for then it has to answer,
    or while one hangs: a work that is not ended when its time is over keeps nobody busy.

    What is over soon makes room for the next ring, which is then answered in turn; only what takes long makes deaf.
    """
    at_work = [each for each in running if each.for_s <= each.may_s + PAST_LIMIT_S]
    if not at_work or len(at_work) < hands:
        return None
    return BUSY if all(each.may_s > USUAL_S for each in at_work) else WORKER


def heard_at(last: datetime, *, nobody_rang: tuple[datetime, datetime] | None) -> datetime:
    """Silence counts only while it was rung: later by as much of it as whoever rings was silent too."""
    if nobody_rang is None or last >= nobody_rang[1]:
        return last
    began, ended = nobody_rang
    return last + (ended - max(began, last))


def deserted(signs: Mapping[str, Signs], *, now: datetime) -> frozenset[str]:
    """Which queues have nobody? Whoever is busy says so from time to time, so silence is death wherever it lasts."""
    return _silent(((queue, each.last_at) for queue, each in signs.items()), now)


def unheard(signs: Mapping[str, Signs], *, now: datetime) -> frozenset[str]:
    """Which queues does nobody hear, be it that they are dead or busy?"""
    return _silent(((queue, each.heard_at) for queue, each in signs.items()), now)


def _silent(last: Iterable[tuple[str, datetime]], now: datetime) -> frozenset[str]:
    return frozenset(queue for queue, at in last if now - at > SILENT_FOR)
