"""How is a worker told, after commit, that there may be something to do?"""

import logging
import time
from collections.abc import Callable, Mapping

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
Send = Callable[[str, Mapping[str, object]], None]
REST_S = 15.0  # a host that does not answer costs seconds each time it is tried, and an act has somebody who waits
COSTLY_S = 0.5  # a broker that refuses at once is asked again at once: it may be starting


def send(doorbell: str, ids: Mapping[str, object]) -> None:
    """One try, which the broker of this process hears or not."""
    told = {"expires": settings.DOORBELL_EXPIRES, "retry": False, "ignore_result": True}
    current_app.send_task(doorbell, kwargs=dict(ids), **told)


class Doorbell:
    """Which broker did not answer, and until when is it left in peace? Others are not judged by it."""

    def __init__(self, *, send: Send = send, clock: Callable[[], float] = time.monotonic) -> None:
        self._send, self._clock = send, clock
        self._rests: dict[str, float] = {}

    def __call__(self, doorbell: str, ids: Mapping[str, object]) -> None:
        if not self._is_heard(str(current_app.conf.broker_url), doorbell, ids):
            logger.warning("doorbell not heard: %s", doorbell)

    def _is_heard(self, broker: str, doorbell: str, ids: Mapping[str, object]) -> bool:
        began = self._clock()
        if began < self._rests.get(broker, began):
            return False
        try:
            self._send(doorbell, ids)
        except (OperationalError, OSError):
            if (now := self._clock()) - began > COSTLY_S:
                self._rests[broker] = now + REST_S
            return False
        return True


_ring_now = Doorbell()  # one per process: it is the process that waits


def ring(doorbell: str, **ids: object) -> None:
    """Name a task and give ids only. The message may get lost: the row is the job, the tick finds it."""
    plain = {name: value if isinstance(value, int) else str(value) for name, value in ids.items()}

    def after_commit() -> None:  # a named function: Django's report of a failed hook asks for its name
        _ring_now(doorbell, plain)

    transaction.on_commit(after_commit, robust=True)
