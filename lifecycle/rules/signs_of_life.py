"""Which parts of the muscle show life, and how long may each say nothing?"""

from datetime import timedelta

TICK, WORKER = "tick", "worker"
COMMON_QUEUE = "celery"
SILENT_FOR = timedelta(seconds=60)  # every part beats each second to each 15 s
# One work may take as long there, and whoever does it hears nothing meanwhile: busy is not dead.
BUSY_FOR = {"bulk": timedelta(seconds=960), "export": timedelta(seconds=3660)}


def sign_of(queue: str) -> str:
    """The name under which those who hear this queue show life; of the common queue the plain one."""
    return WORKER if queue == COMMON_QUEUE else f"{WORKER} {queue}"


def queue_of(sign: str) -> str | None:
    """None for what is no worker."""
    name, _, queue = sign.partition(" ")
    return (queue or COMMON_QUEUE) if name == WORKER else None


def may_be_silent_for(sign: str) -> timedelta:
    return SILENT_FOR + BUSY_FOR.get(queue_of(sign) or "", timedelta())
