"""When did a part of the muscle last show life, and when was it silent for long?"""

from datetime import datetime, timedelta

from django.db import transaction

from lifecycle.models import Heartbeat

SILENT_FOR = timedelta(seconds=60)  # every part beats each second to each 15 s


@transaction.atomic
def beat(*, name: str, now: datetime) -> None:
    """The first sign after a long silence keeps from when to when it lasted."""
    row, is_new = Heartbeat.objects.select_for_update().get_or_create(name=name, defaults={"at": now})
    if is_new:
        return
    if now - row.at > SILENT_FOR:
        row.silent_since, row.silent_until = row.at, now
    row.at = now
    row.save(update_fields=["at", "silent_since", "silent_until"])


def last_beat(*, name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def is_silent(*, name: str, now: datetime) -> bool:
    """What never showed life was perhaps never started here: that is no silence."""
    last = last_beat(name=name)
    return last is not None and now - last > SILENT_FOR


def last_silence(*, name: str) -> tuple[datetime, datetime] | None:
    """From when to when it last said nothing for more than a minute."""
    row = Heartbeat.objects.filter(name=name, silent_until__isnull=False).first()
    return (row.silent_since, row.silent_until) if row and row.silent_since and row.silent_until else None
