"""Which rooms get a copy of which milestones of which retirements?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lifecycle.api import (
    AuditEvent,
    BadInput,
    Refused,
    SunsetPlan,
    gate_verdict,
    moves_of,
    promises_of,
    record,
    sentence,
)
from lifecycle.rules.actors import Actor
from lifecycle.rules.milestones import STAGE_MILESTONE
from lifecycle.rules.rights import Right, may
from lifecycle.rules.stages import Move, Stage
from notifications.channels.registry import FOUND
from notifications.crypto.sealed import seal
from notifications.models import ChatTarget, EventCopy
from notifications.rules.copies import CopyStatus

TOLD = ("lifecycle.plan.advanced", "lifecycle.milestone.moved", "lifecycle.brownout.opened", "lifecycle.brownout.ended")
_AT_ONCE = 200
_SENTENCES_SHOWN = 5


def chat_targets() -> list[ChatTarget]:
    """Those in force, by name. Their addresses are never shown."""
    return list(ChatTarget.objects.filter(removed_at__isnull=True))


@dataclass(frozen=True, slots=True)
class Room:
    """A room without its address. `status` is that of its latest copy, '' before the first."""

    name: str
    since: datetime
    status: str
    at: datetime | None
    detail: str


def rooms() -> list[Room]:
    """By name, for people to look at."""
    found = []
    for each in chat_targets():
        last = each.copies.order_by("-id").first()
        status, at, detail = (last.status, last.ended_at or last.created_at, last.detail) if last else ("", None, "")
        found.append(Room(each.name, each.created_at, status, at, detail))
    return found


@transaction.atomic
def add_chat_target(*, name: str, address: str, actor: Actor, now: datetime) -> ChatTarget:
    """It hears of what happens from now on. Raises Refused, BadInput."""
    if not name.strip() or ChatTarget.objects.filter(name=name.strip()).exists():
        raise BadInput(f"A room has a name of its own: {name.strip()!r} is empty or taken.")
    verdict = may(actor, Right.MANAGE_STAFF) + FOUND["chat"].check_target(address)
    if not verdict:
        raise Refused(verdict)
    heard = AuditEvent.objects.filter(link__isnull=False).order_by("-link__seq").values_list("link__seq", flat=True)
    target = ChatTarget.objects.create(
        name=name.strip(), sealed=seal(address), heard_seq=heard.first() or 0, created_by=actor.name, created_at=now
    )
    record("notifications.chat_target.added", subject=target.name, actor=actor, at=now)
    return target


@transaction.atomic
def remove_chat_target(*, name: str, actor: Actor, now: datetime) -> bool:
    """False: no room of that name is in force. Raises Refused."""
    verdict = may(actor, Right.MANAGE_STAFF)
    if not verdict:
        raise Refused(verdict)
    waiting = EventCopy.objects.filter(chat__name=name, chat__removed_at__isnull=True, status=CopyStatus.READY)
    waiting.update(status=CopyStatus.DROPPED, detail="the room was removed", ended_at=now)
    if not ChatTarget.objects.filter(name=name, removed_at__isnull=True).update(removed_at=now):
        return False
    record("notifications.chat_target.removed", subject=name, actor=actor, at=now)
    return True


def try_chat_target(*, name: str, now: datetime) -> EventCopy:
    """Queue a test copy. Raises BadInput."""
    target = ChatTarget.objects.filter(name=name, removed_at__isnull=True).first()
    if target is None:
        raise BadInput(f"No room is called {name!r}: `chat list` names them.")
    number = EventCopy.objects.filter(chat=target).count() + 1
    body = _("A test: copies of milestones arrive here.")
    return EventCopy.objects.create(
        source=f"chat:{target.pk}:test:{number}", chat=target, type="test", body=body, not_before=now, created_at=now
    )


def copy_to_rooms(*, now: datetime) -> int:
    """Every room hears each act of the chain once; a room that is away holds nothing up."""
    return sum(_copy_to_room(each.pk, now) for each in chat_targets())


@transaction.atomic
def _copy_to_room(target_id: int, now: datetime) -> int:
    target = ChatTarget.objects.select_for_update(skip_locked=True).filter(pk=target_id, removed_at=None).first()
    if target is None:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        events = AuditEvent.objects.select_related("link").filter(action__in=TOLD, link__seq__gt=target.heard_seq)
        found = list(events.order_by("link__seq")[:_AT_ONCE])
        told = [
            *((f"seq:{each.link.seq}", _with_link(_sentence(each), each.plan_key)) for each in found),
            *_shut_gates(target, now),
        ]
    rows = [_copy(target, what, text, now) for what, text in told]
    EventCopy.objects.bulk_create(rows, ignore_conflicts=True)
    if found:
        target.heard_seq = found[-1].link.seq
        target.save(update_fields=["heard_seq"])
    return len(rows)


def _copy(target: ChatTarget, what: str, text: str, now: datetime) -> EventCopy:
    kind = what.partition(":")[0]
    return EventCopy(source=_source(target, what), chat=target, type=kind, body=text, not_before=now, created_at=now)


def _source(target: ChatTarget, what: str) -> str:
    return f"chat:{target.pk}:{what}"[:120]


def _with_link(text: str, plan_key: str) -> str:
    return f"{text[:3_500]}\n{settings.PUBLIC_URL}/console/plans/{plan_key}/"


def _sentence(event: AuditEvent) -> str:
    facts = json.loads(event.body)["facts"]
    given = {"plan": event.plan_key, **{name: str(value) for name, value in facts.items()}}
    if event.action == "lifecycle.plan.advanced":
        given |= {"before": _(Stage(facts["previous"]).label), "after": _(Stage(facts["to"]).label)}
        return _("%(plan)s: %(before)s → %(after)s") % given
    if event.action == "lifecycle.milestone.moved":
        given["what"] = event.subject.rpartition("/")[2].replace("_", " ")
        return _("%(plan)s: the date “%(what)s” moved from %(old)s to %(new)s") % given
    if event.action == "lifecycle.brownout.opened":
        return _("%(plan)s: a short outage has begun") % given
    return _("%(plan)s: the short outage is over") % given


def _shut_gates(target: ChatTarget, now: datetime) -> Iterator[tuple[str, str]]:
    """A stage whose day has come and whose gate stays shut, told once per day that was promised."""
    for plan in SunsetPlan.objects.active().select_related("module"):
        due = {each.kind: each for each in promises_of(plan)}
        forward = [stage for stage, kind in moves_of(plan) if kind is Move.FORWARD and stage in STAGE_MILESTONE]
        for stage in forward:
            promise = due.get(STAGE_MILESTONE[stage])
            if promise is None or promise.at > now:
                continue
            what = f"gate:{plan.key}:{stage}:{promise.date.isoformat()}"
            if EventCopy.objects.filter(source=_source(target, what)).exists():
                continue
            verdict = gate_verdict(plan=plan, to=stage, now=now)
            if not verdict:
                said = "\n".join(f"- {sentence(each)}" for each in verdict.blockers[:_SENTENCES_SHOWN])
                words = {"plan": plan.key, "stage": _(stage.label)}
                yield what, _with_link(f"{_('%(plan)s: the gate to “%(stage)s” is shut') % words}\n{said}", plan.key)
