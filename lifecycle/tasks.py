"""Which work of the lifecycle can be rung for?"""

from celery import shared_task
from django.utils import timezone

from lifecycle.api import beat, sequence_all


@shared_task(name="lifecycle.sequence_audit")
def sequence_audit(**_: object) -> None:
    sequence_all(now=timezone.now())


@shared_task(name="lifecycle.canary")
def canary(**_: object) -> None:
    """A worker that hears this is not deaf."""
    beat(name="worker", now=timezone.now())
