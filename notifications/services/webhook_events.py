"""Which events do customers' programs have to hear, and what stands in them?"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from lifecycle.api import SunsetPlan, affected_accounts, promises_of, stage_of
from lifecycle.rules.stages import Stage
from notifications.models import Announcement, EventCopy, WebhookEndpoint
from notifications.rules.copies import EVENT_TYPES, EndpointStatus, event_type
from notifications.services.links import export_url
from notifications.services.words import CUSTOMER_DATES

PING = "sunsetter.ping"


@dataclass(frozen=True, slots=True)
class _Said:
    """What an endpoint has heard last of a plan: `n` counts its events, `said` is stage and dates."""

    n: int = 0
    said: str = ""
    dates: tuple[tuple[str, str], ...] = ()

    @property
    def stage(self) -> Stage | None:
        return Stage(self.said.partition(":")[0]) if self.said else None


def copy_to_webhooks(plan: SunsetPlan, *, now: datetime) -> int:
    """One event per endpoint and change, once: the plan is locked by the caller. Nobody hears before the public."""
    concerned = affected_accounts(plan).values("pk")
    endpoints = list(
        WebhookEndpoint.objects.filter(account__in=concerned, status=EndpointStatus.ACTIVE).select_related("account")
    )
    if not endpoints or not Announcement.objects.filter(plan=plan).exists():
        return 0
    dates = tuple((each.kind.value, each.date.isoformat()) for each in promises_of(plan) if each.kind in CUSTOMER_DATES)
    revision = 1 + sum(each.revision - 1 for each in promises_of(plan))
    rows = [row for each in endpoints if (row := _row(plan, each, dates, revision, now))]
    EventCopy.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(
    plan: SunsetPlan, endpoint: WebhookEndpoint, dates: tuple[tuple[str, str], ...], revision: int, now: datetime
) -> EventCopy | None:
    stage = Stage(plan.stage)
    if stage not in {Stage.PAUSED, Stage.CANCELLED, Stage.ROLLED_BACK}:
        stage = stage_of(plan=plan, account=endpoint.account, now=now)
    last, said = _last(plan, endpoint), f"{stage}:{revision}"
    if said == last.said or stage not in EVENT_TYPES:
        return None
    n, kind = last.n + 1, event_type(last.stage, stage)
    return EventCopy(
        source=f"hook:{endpoint.uuid}:{plan.pk}:{n}",
        endpoint=endpoint,
        account=endpoint.account,
        plan=plan,
        type=kind,
        said=said,
        body=_body(kind, now, {**_place(plan, endpoint, stage), "revision": n, **_dates(plan, dates, last.dates)}),
        not_before=now,
        created_at=now,
    )


def _last(plan: SunsetPlan, endpoint: WebhookEndpoint) -> _Said:
    row = EventCopy.objects.filter(endpoint=endpoint, plan=plan).exclude(said="").order_by("-id").first()
    if row is None:
        return _Said()
    data = json.loads(row.body)["data"]
    return _Said(data["revision"], row.said, tuple(sorted(data["dates"].items())))


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
    newest = plan.milestones.filter(kind__in=moved).exclude(moved_reason="").order_by("-revision").first()
    return {"dates": holds, "moved": moved, "reason": newest.moved_reason[:500] if newest else ""}


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
