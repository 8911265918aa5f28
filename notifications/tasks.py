"""Which work of notifications can be rung for?"""

from celery import shared_task
from django.utils import timezone

from lifecycle.rules.simulated_time import given_now
from notifications.api import (
    apply_events,
    chat,
    deliver_due,
    escalate,
    keep_proofs,
    pass_on_copies,
    publish_all,
    publish_plan,
    push_affected,
    push_briefing,
    push_evidence,
    reconcile,
    reconcile_withdrawn,
    renew_scripts,
    safeguards,
    sweep_desk,
)

PASS_ON_WITHIN_S = 8.0  # the same for copies, whose receivers may hang
LONG = 900  # what looks at all accounts of a plan takes longer than the usual limit; a killed one is found again
PLAN_WITHIN_S = 600.0  # with the piece of accounts under way still to end it stays below `LONG`; the rest is rung for
DELIVER_WITHIN_S = 8.0  # with one send still to end and be marked it stays below the soft limit; the rest is rung for


@shared_task(name="notifications.deliver")
def deliver(**ids: object) -> None:
    """Early acknowledged: a lost message is a late one, the rows are the work."""
    deliver_due(now=given_now(ids) or timezone.now(), within_s=DELIVER_WITHIN_S)


@shared_task(name="notifications.reconcile", soft_time_limit=LONG, time_limit=LONG + 60)
def reconcile_plan(*, plan_id: int, **ids: object) -> None:
    now = given_now(ids) or timezone.now()
    reconcile(plan_id=plan_id, now=now, waits=False, within_s=PLAN_WITHIN_S)
    publish_plan(plan_id=plan_id, now=now, waits=False)
    renew_scripts(plan_id=plan_id, now=now)


@shared_task(name="notifications.reconcile_withdrawn", soft_time_limit=LONG, time_limit=LONG + 60)
def reconcile_plans_taken_back(**ids: object) -> None:
    reconcile_withdrawn(now=given_now(ids) or timezone.now(), within_s=PLAN_WITHIN_S)


@shared_task(name="notifications.push_evidence", soft_time_limit=LONG, time_limit=LONG + 60)
def push_evidence_of_plan(*, plan_id: int, **ids: object) -> None:
    now = given_now(ids) or timezone.now()
    push_evidence(plan_id=plan_id, now=now)
    push_affected(plan_id=plan_id, now=now)


@shared_task(name="notifications.apply_events")
def apply_provider_events(**ids: object) -> None:
    apply_events(now=given_now(ids) or timezone.now())


@shared_task(name="notifications.escalate", soft_time_limit=LONG, time_limit=LONG + 60)
def escalate_plan(*, plan_id: int, **ids: object) -> None:
    now = given_now(ids) or timezone.now()
    escalate(plan_id=plan_id, now=now)
    push_briefing(plan_id=plan_id, now=now)


@shared_task(name="notifications.watch_desk", soft_time_limit=LONG, time_limit=LONG + 60)
def watch_desk(**ids: object) -> None:
    sweep_desk(now=given_now(ids) or timezone.now())


@shared_task(name="notifications.keep_proofs", soft_time_limit=LONG, time_limit=LONG + 60)
def keep_proofs_of_plan(*, plan_id: int, **ids: object) -> None:
    keep_proofs(plan_id=plan_id, now=given_now(ids) or timezone.now(), within_s=DELIVER_WITHIN_S)


@shared_task(name="notifications.publish")
def publish(**ids: object) -> None:
    publish_all(now=given_now(ids) or timezone.now())


@shared_task(name="notifications.copy_to_rooms")
def copy_to_rooms(**ids: object) -> None:
    chat.copy_to_rooms(now=given_now(ids) or timezone.now())


@shared_task(name="notifications.pass_on")
def pass_on(**ids: object) -> None:
    pass_on_copies(now=given_now(ids) or timezone.now(), within_s=PASS_ON_WITHIN_S)


@shared_task(name="notifications.watch_alarms")
def watch_alarms(**ids: object) -> None:
    safeguards.watch_alarms(now=given_now(ids) or timezone.now())
