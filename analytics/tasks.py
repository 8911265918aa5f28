"""Which work of analytics can be rung for?"""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from analytics import api
from analytics.services.compact import compact as compact_events
from analytics.services.ingest_batches import ingest as import_batches
from lifecycle.rules.simulated_time import given_now

LONG = 900  # a first roll-up of years of days takes longer than the usual limit; a killed one is found again


@shared_task(name="analytics.refresh", soft_time_limit=LONG, time_limit=LONG + 60)
def refresh(**ids: object) -> None:
    api.refresh(now=given_now(ids) or timezone.now())


@shared_task(name="analytics.push_evidence", soft_time_limit=LONG, time_limit=LONG + 60)
def push_evidence(*, plan_id: int, **ids: object) -> None:
    api.push_evidence(plan_id=plan_id, now=given_now(ids) or timezone.now())


@shared_task(name="analytics.push_affected", soft_time_limit=LONG, time_limit=LONG + 60)
def push_affected(*, plan_id: int, **ids: object) -> None:
    api.push_affected(plan_id=plan_id, now=given_now(ids) or timezone.now())


@shared_task(name="analytics.look_for_floods", soft_time_limit=LONG, time_limit=LONG + 60)
def look_for_floods(**ids: object) -> None:
    api.look_for_floods(now=given_now(ids) or timezone.now())


@shared_task(name="analytics.compact", soft_time_limit=LONG, time_limit=LONG + 60)
def compact(**ids: object) -> None:
    now = given_now(ids) or timezone.now()
    compact_events(now=now, raw_days=settings.RAW_EVENTS_DAYS, roll_up_days=settings.ROLL_UP_DAYS)


@shared_task(name="analytics.ingest", soft_time_limit=LONG, time_limit=LONG + 60)
def ingest(**ids: object) -> None:
    """Import the batches that wait."""
    import_batches(now=given_now(ids) or timezone.now())
