"""When did a part of the muscle last show life?"""

from datetime import datetime

from lifecycle.models import Heartbeat


def beat(*, name: str, now: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def last_beat(*, name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
