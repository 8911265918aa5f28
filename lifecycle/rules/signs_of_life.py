"""Which parts of the muscle show life, and how long may each say nothing?"""

from collections.abc import Mapping
from datetime import datetime, timedelta

TICK, WORKER = "tick", "worker"
COMMON_QUEUE = "celery"
SILENT_FOR = timedelta(seconds=60)  # every part beats each second to each 15 s
# One work may take as long there, and whoever does it hears nothing meanwhile: busy is not dead.
BUSY_FOR = {"bulk": timedelta(seconds=960), "export": timedelta(seconds=3660)}

SAME_ROUND = timedelta(seconds=20)  # those who are rung for together answer within so long of each other


def sign_of(queue: str) -> str:
    """The name under which those who hear this queue show life; of the common queue the plain one."""
    return WORKER if queue == COMMON_QUEUE else f"{WORKER} {queue}"


def queue_of(sign: str) -> str | None:
    """None for what is no worker."""
    name, _, queue = sign.partition(" ")
    return (queue or COMMON_QUEUE) if name == WORKER else None


def may_be_silent_for(sign: str) -> timedelta:
    return SILENT_FOR + BUSY_FOR.get(queue_of(sign) or "", timedelta())


def heard_at(last: datetime, *, nobody_rang: tuple[datetime, datetime] | None) -> datetime:
    """Silence counts only while it was rung: later by as much of it as whoever rings was silent too."""
    if nobody_rang is None or last >= nobody_rang[1]:
        return last
    began, ended = nobody_rang
    return last + (ended - max(began, last))


def unheard(heard: Mapping[str, datetime], *, now: datetime) -> frozenset[str]:
    """Which queues has nobody, by when each was heard? One that fell silent together with the common one, where nothing
    takes long, is not busy: the one worker of a small installation has died, is deaf, or is full of what takes long.
    """
    common = heard.get(COMMON_QUEUE, now)
    is_silent = now - common > SILENT_FOR
    return frozenset(
        queue
        for queue, at in heard.items()
        if now - at
        > (SILENT_FOR if is_silent and abs(at - common) <= SAME_ROUND else may_be_silent_for(sign_of(queue)))
    )
