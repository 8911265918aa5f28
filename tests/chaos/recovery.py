"""How long do the rows of a dead worker stay where it left them?"""

import math
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

from notifications.models import Delivery
from notifications.rules.statuses import LEASED

T = TypeVar("T")


@dataclass(slots=True)
class Recovery:
    open: dict[tuple[int, uuid.UUID], float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def note_kill(self) -> None:
        at = time.monotonic()
        nobody: set[tuple[int, uuid.UUID]] = set()
        for key in asked(_leased, nobody):
            self.open.setdefault(key, at)

    def look(self) -> None:
        held, at = asked(_leased, set(self.open)), time.monotonic()
        for key in [key for key in self.open if key not in held]:
            self.took.append(at - self.open.pop(key))

    @property
    def p99_s(self) -> float:
        ordered = sorted(self.took) or [0.0]
        return round(ordered[math.ceil(0.99 * len(ordered)) - 1], 2)


def asked(question: Callable[[], T], otherwise: T) -> T:
    """The database may be away at this moment."""
    try:
        return question()
    except (DatabaseError, InterfaceError):
        connection.close()
        return otherwise


def _leased() -> set[tuple[int, uuid.UUID]]:
    rows = Delivery.objects.filter(status__in=sorted(LEASED)).values_list("pk", "lease_token")
    return {(pk, token) for pk, token in rows if token}
