"""When did a part of the muscle last show life, and when was it silent for long?"""

from datetime import datetime

from django.db import transaction

from lifecycle.models import Heartbeat
from lifecycle.rules.signs_of_life import TICK, heard_at, may_be_silent_for, queue_of


@transaction.atomic
def beat(*, name: str, now: datetime) -> None:
    """The first sign after a long silence keeps from when to when it lasted."""
    row, is_new = Heartbeat.objects.select_for_update().get_or_create(name=name, defaults={"at": now})
    if is_new:
        return
    if now - row.at > may_be_silent_for(name):
        row.silent_since, row.silent_until = row.at, now
    row.at = now
    row.save(update_fields=["at", "silent_since", "silent_until"])


def await_beat(*, name: str, now: datetime) -> None:
    """From now on it is rung for: what was never started is silent too, as long as that lasts."""
    Heartbeat.objects.get_or_create(name=name, defaults={"at": now})


def last_beat(*, name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def queues_heard() -> dict[str, datetime]:
    """When did somebody hear each queue that was ever rung for? Without the time in which nobody rang."""
    rows = {row.name: row for row in Heartbeat.objects.all()}
    tick = rows.get(TICK)
    nobody_rang = (tick.silent_since, tick.silent_until) if tick and tick.silent_since and tick.silent_until else None
    by_queue = {queue_of(name): row.at for name, row in rows.items()}
    return {queue: heard_at(at, nobody_rang=nobody_rang) for queue, at in by_queue.items() if queue}
