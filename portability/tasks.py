"""Which doorbells does portability hear?"""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from lifecycle.api import SunsetPlan
from lifecycle.rules.simulated_time import given_now
from portability import api
from portability.services.push_affected import push_affected

LONG = 3600  # packing a large export takes longer than the usual limit; the lease guards against zombies
WHOLE_PLAN = 900  # what looks at all accounts of a plan takes longer than the usual limit; a killed one is found again


@shared_task(name="portability.build", soft_time_limit=LONG, time_limit=LONG + 60)
def build(*, export_uuid: str | None = None, **ids: object) -> None:
    """Work on what waits, one export after the other, then clear away what is past its time."""
    wanted = UUID(export_uuid) if export_uuid else None
    while api.build_export(now=given_now(ids) or timezone.now(), export_uuid=wanted):
        wanted = None
    api.expire_exports(now=given_now(ids) or timezone.now())


@shared_task(name="portability.push_evidence", soft_time_limit=WHOLE_PLAN, time_limit=WHOLE_PLAN + 60)
def push_evidence(*, plan_id: int, **ids: object) -> None:
    """Say for each account of a plan whether its export is settled and its archive restores."""
    if SunsetPlan.objects.filter(pk=plan_id).exists():
        now = given_now(ids) or timezone.now()
        api.push_evidence(plan_id=plan_id, now=now)
        push_affected(plan_id=plan_id, now=now)
