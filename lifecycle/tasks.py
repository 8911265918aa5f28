"""Which work of the lifecycle can be rung for?"""

from celery import shared_task
from django.utils import timezone

from lifecycle import api
from lifecycle.rules.signs_of_life import COMMON_QUEUE, sign_of
from lifecycle.rules.simulated_time import given_now

LONG = 900  # all accounts of a plan, or the whole chain, take longer than the usual limit; a killed one is found again


@shared_task(name="lifecycle.sequence_audit")
def sequence_audit(**ids: object) -> None:
    api.sequence_all(now=given_now(ids) or timezone.now())


@shared_task(name="lifecycle.prove_audit", soft_time_limit=LONG, time_limit=LONG + 60)
def prove_audit(**ids: object) -> None:
    api.prove_audit(now=given_now(ids) or timezone.now())


@shared_task(name="lifecycle.canary")
def canary(*, queue: str = COMMON_QUEUE, **ids: object) -> None:
    """Whoever hears this hears its queue; a look at another time shows no life."""
    if given_now(ids) is None:
        api.beat(name=sign_of(queue), now=timezone.now())


@shared_task(name="lifecycle.drive_switches", soft_time_limit=LONG, time_limit=LONG + 60)
def drive_switches(*, plan_id: int, **ids: object) -> None:
    api.drive_switches(plan_id=plan_id, now=given_now(ids) or timezone.now())


@shared_task(name="lifecycle.observe", soft_time_limit=LONG, time_limit=LONG + 60)
def observe(*, plan_id: int, **ids: object) -> None:
    api.observe(plan_id=plan_id, now=given_now(ids) or timezone.now())
