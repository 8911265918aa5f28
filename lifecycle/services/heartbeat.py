"""When did a part of the muscle last show life, and when was it silent for long?"""

from datetime import datetime

from django.db import transaction

from lifecycle.models import Heartbeat
from lifecycle.rules.signs_of_life import BUSY, SILENT_FOR, TICK, Signs, heard_at, queue_of, sign_of


@transaction.atomic
def beat(*, name: str, now: datetime) -> None:
    """The first sign after a long silence keeps from when to when it lasted; who was busy was not silent."""
    row, is_new = Heartbeat.objects.select_for_update().get_or_create(name=name, defaults={"at": now})
    if is_new:
        return
    queue = queue_of(name)
    last = Signs(row.at, last_beat(name=sign_of(queue, BUSY)) if queue else None).last_at
    if now - last > SILENT_FOR:
        row.silent_since, row.silent_until = last, now
    row.at = now
    row.save(update_fields=["at", "silent_since", "silent_until"])


@transaction.atomic
def beat_busy(*, queue: str, now: datetime) -> None:
    """Said by a worker that hears nothing meanwhile; it comes and goes, so its absence is no silence."""
    Heartbeat.objects.update_or_create(name=sign_of(queue, BUSY), defaults={"at": now})


def await_beat(*, name: str, now: datetime) -> None:
    """From now on it is rung for: what was never started is silent too, as long as that lasts."""
    Heartbeat.objects.get_or_create(name=name, defaults={"at": now})


def last_beat(*, name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def signs_of_life() -> dict[str, Signs]:
    """By the name of each part, in the order of names; what a worker says while it is busy stands with its queue."""
    at = dict(Heartbeat.objects.order_by("name").values_list("name", "at"))
    busy = {name: at.pop(name) for name in list(at) if name.partition(" ")[0] == BUSY}
    return {name: Signs(each, busy.get(sign_of(queue_of(name) or "", BUSY))) for name, each in at.items()}


def queues_heard() -> dict[str, Signs]:
    """Of each queue that was ever rung for. Without the time in which nobody rang."""
    tick = Heartbeat.objects.filter(name=TICK).first()
    nobody_rang = (tick.silent_since, tick.silent_until) if tick and tick.silent_since and tick.silent_until else None
    by_queue = {queue_of(name): signs for name, signs in signs_of_life().items()}
    return {
        queue: Signs(heard_at(each.heard_at, nobody_rang=nobody_rang), each.busy_at)
        for queue, each in by_queue.items()
        if queue
    }
