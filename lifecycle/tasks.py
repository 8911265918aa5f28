"""Which work of the lifecycle can be rung for?"""

from celery import shared_task
from django.utils import timezone

from lifecycle import api
from lifecycle.api import beat, sequence_all


@shared_task(name="lifecycle.sequence_audit")
def sequence_audit(**_: object) -> None:
    sequence_all(now=timezone.now())


@shared_task(name="lifecycle.canary")
def canary(**_: object) -> None:
    """A worker that hears this is not deaf."""
    beat(name="worker", now=timezone.now())


@shared_task(name="lifecycle.drive_switches")
def drive_switches(*, plan_id: int, **_: object) -> None:
    api.drive_switches(plan_id=plan_id, now=timezone.now())


@shared_task(name="lifecycle.observe")
def observe(*, plan_id: int, **_: object) -> None:
    api.observe(plan_id=plan_id, now=timezone.now())
