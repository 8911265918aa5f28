"""Which events do customers' programs have to hear, and what stands in them?"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from lifecycle.api import Account, SunsetPlan, affected_accounts, brownouts, level_of, promises_of, stage_of
from lifecycle.rules.stages import Stage, SwitchLevel, previous_stage
from notifications.models import Announcement, EventCopy, WebhookEndpoint
from notifications.rules.copies import EVENT_TYPES, EndpointStatus, Said, next_event, said_in
from notifications.services.links import export_url
from notifications.services.plan_book import newest_reason
from notifications.services.words import CUSTOMER_DATES

PING = "sunsetter.ping"


@dataclass(frozen=True, slots=True)
class _Last:
    """What an endpoint has heard last of a plan: `n` counts its events."""

    n: int = 0
    said: Said | None = None
    dates: tuple[tuple[str, str], ...] = ()


def copy_to_webhooks(plan: SunsetPlan, *, now: datetime) -> int:
    """One event per endpoint and change, once: the plan is locked by the caller. Nobody hears before the public."""
    concerned = affected_accounts(plan).values("pk")
    endpoints = list(
        WebhookEndpoint.objects.filter(account__in=concerned, status=EndpointStatus.ACTIVE).select_related("account")
    )
    if not endpoints or not Announcement.objects.filter(plan=plan).exists():
        return 0
    promises = [each for each in promises_of(plan) if each.kind in CUSTOMER_DATES]
    dates = tuple((each.kind.value, each.date.isoformat()) for each in promises)
    revision = 1 + sum(each.revision - 1 for each in promises)
    rows = [row for each in endpoints if (row := _row(plan, each, dates, revision, now))]
    EventCopy.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(
    plan: SunsetPlan, endpoint: WebhookEndpoint, dates: tuple[tuple[str, str], ...], revision: int, now: datetime
) -> EventCopy | None:
    stage = Stage(plan.stage)
    if stage not in {Stage.PAUSED, Stage.CANCELLED, Stage.ROLLED_BACK}:
        stage = stage_of(plan=plan, account=endpoint.account, now=now)
    # protocols 2: between windows, as the stage before
    heard = previous_stage(stage, skipped=plan.skipped_stages) if stage is Stage.BROWNOUT else stage
    if heard not in EVENT_TYPES:
        return None
    last = _last(plan, endpoint)
    event = next_event(last.said, Said(heard, revision, _open_outage(plan, endpoint.account, now)))
    if event is None:
        return None
    n, (kind, said) = last.n + 1, event
    return EventCopy(
        source=f"hook:{endpoint.uuid}:{plan.pk}:{n}",
        endpoint=endpoint,
        account=endpoint.account,
        plan=plan,
        type=kind,
        said=str(said),
        body=_body(kind, now, {**_place(plan, endpoint, stage), "revision": n, **_dates(plan, dates, last.dates)}),
        not_before=now,
        created_at=now,
    )


def _open_outage(plan: SunsetPlan, account: Account, now: datetime) -> str:
    """When the one that is open for this account began; '' while none is."""
    is_open = any(each.starts_at <= now < each.ends_at for each in brownouts.windows_of(plan) if not each.outcome)
    if not is_open or level_of(plan=plan, account=account, now=now) < SwitchLevel.EXPORT_ONLY:
        return ""
    windows = [each for each in brownouts.windows_for(plan, account, now=now) if not each.outcome]
    return next((each.starts_at.isoformat() for each in windows if each.starts_at <= now < each.ends_at), "")


def _last(plan: SunsetPlan, endpoint: WebhookEndpoint) -> _Last:
    row = EventCopy.objects.filter(endpoint=endpoint, plan=plan).exclude(said="").order_by("-id").first()
    if row is None:
        return _Last()
    data = json.loads(row.body)["data"]
    return _Last(data["revision"], said_in(row.said), tuple(sorted(data["dates"].items())))


def _place(plan: SunsetPlan, endpoint: WebhookEndpoint, stage: Stage) -> dict[str, object]:
    """Ids and links; nothing of a person."""
    return {
        "module": plan.module.key,
        "plan": plan.key,
        "account": endpoint.account.key,
        "stage": stage.value,
        "announcementUrl": f"{settings.PUBLIC_URL}/announcements/{plan.module.key}/",
        "exportUrl": export_url(),
    }


def _dates(plan: SunsetPlan, dates: Iterable[tuple[str, str]], before: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Those that hold and, beside them, those that the endpoint was told before."""
    holds = dict(dates)
    moved = {kind: {"old": old, "new": holds[kind]} for kind, old in before if holds.get(kind, old) != old}
    reason = newest_reason(plan, of=list(moved)) if moved else ""
    return {"dates": holds, "moved": moved, "reason": reason[:500]}


def _body(kind: str, now: datetime, data: dict[str, object]) -> str:
    stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": kind, "timestamp": stamp, "data": data}, ensure_ascii=False, separators=(",", ":"))


def ping(endpoint: WebhookEndpoint, *, n: int, now: datetime) -> EventCopy:
    """A test event that says nothing."""
    return EventCopy.objects.create(
        source=f"ping:{endpoint.uuid}:{n}",
        endpoint=endpoint,
        account=endpoint.account,
        type=PING,
        body=_body(PING, now, {"account": endpoint.account.key}),
        not_before=now,
        created_at=now,
    )
