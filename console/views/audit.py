"""Who did what?"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from console.views.access import StaffRequest, staff_only
from console.views.files import Table, by_parts, table_file
from console.views.shown import PAGE_SIZE, Pager, asked, pager
from console.views.told_words import actor_words
from lifecycle.api import AuditEvent, reading, words

PART = 1_000
COLUMNS = ("uuid", "at", "action", "actor", "subject", "account", "plan", "place", "hash")


@dataclass(frozen=True, slots=True)
class ShownEvent:
    words: str
    action: str
    actor: str
    when: str
    subject: str
    account: str
    plan_key: str
    plan_url: str
    seq: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    rows: tuple[ShownEvent, ...]
    plan_key: str
    action: str
    is_filtered: bool
    filter_words: str
    pager: Pager


@require_safe
@staff_only
def audit(request: StaffRequest) -> HttpResponseBase:
    plan_key, action = asked(request.GET, "plan"), asked(request.GET, "action")
    tables = {"csv": lambda: Table(f"audit-{timezone.now().date()}", COLUMNS, _lines(plan_key, action))}
    if written := table_file(asked(request.GET, "format"), tables):
        return written
    before = asked(request.GET, "after")
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    found = reading.audit(plan_key=plan_key, action=action, before_id=before_id, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    page = AuditPage(
        rows=shown_events(shown),
        plan_key=plan_key,
        action=action,
        is_filtered=bool(plan_key or action),
        filter_words=" · ".join(filter(None, (plan_key, action))),
        pager=pager(
            request.GET, shown=len(shown), next_cursor=str(shown[-1].pk) if len(found) > PAGE_SIZE else "", table="csv"
        ),
    )
    return render(request, "console/audit.html", {"section": "audit", "page": page})


def _lines(plan_key: str, action: str) -> Iterator[tuple[object, ...]]:
    """Every act behind the filter, newest first, read part by part."""

    def read(last: AuditEvent | None) -> list[AuditEvent]:
        return reading.audit(plan_key=plan_key, action=action, before_id=last.pk if last else None, limit=PART)

    for part in by_parts(read):
        for event in part:
            link = getattr(event, "link", None)
            place = (link.seq, link.hash) if link else (None, None)
            whose = (event.subject, event.account.key if event.account else "", event.plan_key)
            yield (event.uuid, event.at, event.action, event.actor, *whose, *place)


def shown_events(events: Iterable[AuditEvent]) -> tuple[ShownEvent, ...]:
    return tuple(_shown(event) for event in events)


def _shown(event: AuditEvent) -> ShownEvent:
    link = getattr(event, "link", None)
    return ShownEvent(
        words=action_words(event.action),
        action=event.action,
        actor=actor_words(event.actor, str(json.loads(event.body).get("actor_kind", ""))),
        when=words.instant(event.at),
        subject=event.subject,
        account=event.account.key if event.account else "",
        plan_key=event.plan_key,
        plan_url=reverse("console:plan", args=[event.plan_key]) if event.plan_key else "",
        seq=words.number(link.seq) if link else _("not yet in the chain"),
        hash=link.hash[:12] if link else "",
    )


def action_words(action: str) -> str:
    """`lifecycle.plan.advanced` as people read it: “Plan advanced”."""
    _app, _dot, rest = action.partition(".")
    return _(rest.replace(".", " ").replace("_", " ").capitalize())
