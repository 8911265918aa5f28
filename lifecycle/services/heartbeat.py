"""When did a part of the muscle last show life, and when was it silent for long?"""

from datetime import datetime

from django.db import transaction

from lifecycle.models import Heartbeat
from lifecycle.rules.signs_of_life import may_be_silent_for


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


def is_silent(*, name: str, now: datetime) -> bool:
    """What never showed life and was never rung for is not silent: perhaps it is not wanted here."""
    last = last_beat(name=name)
    return last is not None and now - last > may_be_silent_for(name)
