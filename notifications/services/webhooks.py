"""Which of an account's own programs hear events, with which secret, until when?"""

import secrets
from base64 import b64encode
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import Account, Refused, SunsetPlan, User, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.verdicts import Reason, blocked
from notifications.channels.registry import FOUND
from notifications.crypto.sealed import seal
from notifications.models import DeskTask, EventCopy, WebhookEndpoint
from notifications.rules.copies import CopyStatus, EndpointStatus
from notifications.rules.statuses import TaskKind
from notifications.services.webhook_events import ping

MOST = 5
SECRET_BYTES = 32
_SHOWN = 20
_SENDER = Actor.system("webhooks")


def webhooks_of(account: Account) -> list[WebhookEndpoint]:
    """Newest first, those that ended too."""
    return list(WebhookEndpoint.objects.filter(account=account)[: 4 * MOST])


def webhook_log(account: Account) -> list[EventCopy]:
    """The latest events of all its endpoints, newest first."""
    return list(EventCopy.objects.filter(account=account, endpoint__isnull=False).select_related("endpoint")[:_SHOWN])


@transaction.atomic
def add_webhook(*, account: Account, url: str, user: User, now: datetime) -> tuple[WebhookEndpoint, str]:
    """The row and its secret, which nobody can read again. Raises Refused."""
    verdict = FOUND["webhook"].check_target(url)
    active = WebhookEndpoint.objects.filter(account=account, status=EndpointStatus.ACTIVE)
    if active.count() >= MOST:
        verdict += blocked("webhook_count", Reason.BROKEN_RULE, limit=MOST)
    if not verdict:
        raise Refused(verdict)
    secret = _new_secret()
    endpoint = WebhookEndpoint.objects.create(
        account=account, url=url, sealed=seal(secret), created_by=user.actor.name, created_at=now
    )
    record("notifications.webhook.added", subject=endpoint.uuid, actor=user.actor, at=now, account=account)
    return endpoint, secret


@transaction.atomic
def renew_webhook_secret(*, account: Account, uuid: UUID, user: User, now: datetime) -> str | None:
    """The old one signs beside the new one until the next renewal. None: no such endpoint is active."""
    endpoint = _active(account, uuid)
    if endpoint is None:
        return None
    secret = _new_secret()
    endpoint.sealed_before, endpoint.sealed = endpoint.sealed, seal(secret)
    endpoint.save(update_fields=["sealed", "sealed_before"])
    record("notifications.webhook.secret_renewed", subject=endpoint.uuid, actor=user.actor, at=now, account=account)
    return secret


@transaction.atomic
def stop_webhook(*, account: Account, uuid: UUID, user: User, now: datetime) -> bool:
    """From now on nothing is sent there. False: no such endpoint is active."""
    endpoint = _active(account, uuid)
    if endpoint is None:
        return False
    endpoint.status, endpoint.reason, endpoint.ended_at = EndpointStatus.STOPPED, "stopped by its account", now
    endpoint.save(update_fields=["status", "reason", "ended_at"])
    record("notifications.webhook.stopped", subject=endpoint.uuid, actor=user.actor, at=now, account=account)
    return True


@transaction.atomic
def try_webhook(*, account: Account, uuid: UUID, now: datetime) -> bool:
    """Queue a test event. False: no such endpoint is active."""
    endpoint = _active(account, uuid)
    if endpoint is None:
        return False
    ping(endpoint, n=EventCopy.objects.filter(endpoint=endpoint).count() + 1, now=now)
    return True


def end_endpoint(endpoint: WebhookEndpoint, *, plan: SunsetPlan | None, reason: str, now: datetime) -> None:
    """It answered 410, or nothing for too long: what it was to hear, the account hears from a person (notices 9)."""
    changed = WebhookEndpoint.objects.filter(pk=endpoint.pk, status=EndpointStatus.ACTIVE).update(
        status=EndpointStatus.GONE, reason=reason[:300], ended_at=now
    )
    if not changed:
        return
    _drop(endpoint, "its address is gone", now)
    plan = plan or _plan_heard_last(endpoint)  # found out by a test event: it hears nothing more all the same
    if plan is not None:
        _task(endpoint, plan, now)
    record(
        "notifications.webhook.gone",
        subject=endpoint.uuid,
        actor=_SENDER,
        at=now,
        account=endpoint.account,
        plan_key=plan.key if plan else "",
        reason=reason[:100],
    )


def _drop(endpoint: WebhookEndpoint, why: str, now: datetime) -> None:
    waiting = EventCopy.objects.filter(endpoint=endpoint, status=CopyStatus.READY)
    waiting.update(status=CopyStatus.DROPPED, detail=why, ended_at=now)


def _plan_heard_last(endpoint: WebhookEndpoint) -> SunsetPlan | None:
    copy = (
        EventCopy.objects.filter(endpoint=endpoint, plan__isnull=False).select_related("plan").order_by("-id").first()
    )
    return copy.plan if copy else None


def _task(endpoint: WebhookEndpoint, plan: SunsetPlan, now: datetime) -> None:
    account = endpoint.account
    DeskTask.objects.get_or_create(
        source=f"webhook:{endpoint.uuid}",
        defaults={
            "account": account,
            "plan": plan,
            "kind": TaskKind.CALL,
            "owner_email": account.csm_email,
            "due_date": now.astimezone(ZoneInfo(account.timezone)).date(),
            "subject": f"{account.name}: its webhook no longer answers, tell them another way"[:300],
            "created_at": now,
        },
    )


def _active(account: Account, uuid: UUID) -> WebhookEndpoint | None:
    rows = WebhookEndpoint.objects.filter(account=account, uuid=uuid, status=EndpointStatus.ACTIVE)
    return rows.select_for_update(of=("self",)).select_related("account").first()


def _new_secret() -> str:
    return f"whsec_{b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
