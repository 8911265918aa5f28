"""How is a round rung for, and who does it while the broker is away?"""

import logging
import time
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from config.schedule import CANARY

logger = logging.getLogger(__name__)
Ring = Callable[[str, dict[str, object]], None]
REST_S = 15.0  # a host that does not answer costs seconds each time it is tried, and letters wait for as long


def send(doorbell: str, ids: dict[str, object]) -> None:
    """Name the task and give ids only; one try."""
    told = {"expires": settings.DOORBELL_EXPIRES, "retry": False, "ignore_result": True}
    current_app.send_task(doorbell, kwargs=ids, **told, **({"queue": ids["queue"]} if doorbell == CANARY else {}))


def work(doorbell: str, ids: dict[str, object]) -> None:
    """Run a task's body here; a failure is logged by name and does not stop the other rounds.

    The bodies are loaded only now: while the broker is there, the reconciler needs none of their libraries.
    """
    try:
        if doorbell not in current_app.tasks:
            current_app.loader.import_default_modules()
        current_app.tasks[doorbell](**ids)
    except Exception:
        logger.exception("round failed: %s", doorbell)


class Bell:
    """What cannot be sent is worked on in this process: the row is the job. For a while after a failure nothing is
    sent, so that whatever is due pays for it once.

    Not the workers' sign of life: only they give it, each for its queue.
    """

    def __init__(
        self, otherwise: Ring = work, *, send: Ring = send, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._otherwise, self._send, self._clock = otherwise, send, clock
        self._rests_until = float("-inf")

    def __call__(self, doorbell: str, ids: dict[str, object]) -> None:
        if not self._is_sent(doorbell, ids) and doorbell != CANARY:
            self._otherwise(doorbell, ids)

    def _is_sent(self, doorbell: str, ids: dict[str, object]) -> bool:
        if self._clock() < self._rests_until:
            return False
        try:
            self._send(doorbell, ids)
        except (OperationalError, OSError):
            self._rests_until = self._clock() + REST_S
            return False
        return True
