"""How is a worker told, after commit, that there may be something to do?"""

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(doorbell: str, **ids: object) -> None:
    """Name a task and give ids only. The message may get lost: the row is the job, the tick finds it."""

    def after_commit() -> None:  # a named function: Django's report of a failed hook asks for its name
        _ring_now(doorbell, ids)

    transaction.on_commit(after_commit, robust=True)


def _ring_now(doorbell: str, ids: dict[str, object]) -> None:
    plain = {name: value if isinstance(value, int) else str(value) for name, value in ids.items()}
    try:
        expires = settings.DOORBELL_EXPIRES
        current_app.send_task(doorbell, kwargs=plain, expires=expires, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("doorbell not heard: %s", doorbell)
