"""Which work of the lifecycle can be rung for?"""

from celery import shared_task
from django.utils import timezone

from lifecycle import api
from lifecycle.rules.simulated_time import given_now


@shared_task(name="lifecycle.sequence_audit")
def sequence_audit(**ids: object) -> None:
    api.sequence_all(now=given_now(ids) or timezone.now())


@shared_task(name="lifecycle.prove_audit")
def prove_audit(**ids: object) -> None:
    api.prove_audit(now=given_now(ids) or timezone.now())


@shared_task(name="lifecycle.canary")
def canary(**ids: object) -> None:
    """A worker that hears this is not deaf; a look at another time shows no life."""
    if given_now(ids) is None:
        api.beat(name="worker", now=timezone.now())


@shared_task(name="lifecycle.drive_switches")
def drive_switches(*, plan_id: int, **ids: object) -> None:
    api.drive_switches(plan_id=plan_id, now=given_now(ids) or timezone.now())


@shared_task(name="lifecycle.observe")
def observe(*, plan_id: int, **ids: object) -> None:
    api.observe(plan_id=plan_id, now=given_now(ids) or timezone.now())
