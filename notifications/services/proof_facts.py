"""Which facts prove what an account was told, and whose names do they hold?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from lifecycle.api import Account
from notifications.models import (
    Acknowledgement,
    Attempt,
    Delivery,
    DeliveryEvent,
    DeskEntry,
    Escalation,
    InboxMessage,
    NoticeApproval,
    Obligation,
    Touchpoint,
    Waiver,
)
from notifications.rules.legal_basis import legal_basis
from notifications.rules.statuses import DEAD_ENDS, TOLD, AttemptOutcome, ObligationStatus

_BODIES = ("delivery__body_text", "delivery__body_html")


@dataclass(frozen=True, slots=True)
class ProvenFact:
    """`source` names it once for ever. `personal` are (field, value, whose): they enter the chain as digests only."""

    source: str
    kind: str
    at: datetime
    plan: str
    facts: dict[str, object]
    personal: tuple[tuple[str, str, str], ...] = field(default=())


def facts_of(account: Account) -> list[ProvenFact]:
    """Everything on record about an account, in the order in which it happened."""
    found = [fact for source in _SOURCES for fact in source(account)]
    return sorted(found, key=lambda each: (each.at, each.source))


def _told(account: Account) -> Iterator[ProvenFact]:
    rows = Touchpoint.objects.filter(account=account, told_at__isnull=False).select_related("plan", "notice")
    for row in rows:
        if row.told_at is None:
            continue
        facts: dict[str, object] = {"notice": row.notice.code, "channel": row.channel, "dates": row.told_dates}
        facts |= {"wording_sha256": row.notice.content_sha, "legal_basis": legal_basis(account.country)}
        facts["date_revision"] = row.date_revision
        yield ProvenFact(f"told:{row.uuid}:{row.told_at.isoformat()}", "told", row.told_at, row.plan.key, facts)


def _messages(account: Account) -> Iterator[ProvenFact]:
    rows = Delivery.objects.filter(account=account, status__in=list(TOLD | DEAD_ENDS)).exclude(body_sha="")
    rows = rows.annotate(within=F("carrier__message_id")).defer("body_text", "body_html")
    for row in rows.select_related("touchpoint__plan", "touchpoint__notice"):
        facts: dict[str, object] = {"message_id": row.message_id, "channel": row.channel, "status": row.status}
        facts |= {"locale": row.locale, "body_sha256": row.body_sha, "notice": row.touchpoint.notice.code}
        facts["provider_ref"] = row.provider_ref
        facts |= {"within": row.within} if row.within else {}  # the message that it was a section of
        at, named = row.accepted_at or row.created_at, (("address", row.address, row.address_norm),)
        yield ProvenFact(f"message:{row.uuid}:{row.status}", "message", at, row.touchpoint.plan.key, facts, named)


def _attempts(account: Account) -> Iterator[ProvenFact]:
    rows = Attempt.objects.filter(delivery__account=account).exclude(outcome=AttemptOutcome.OPEN)
    for row in rows.select_related("delivery__touchpoint__plan").defer(*_BODIES):
        facts = {"message_id": row.delivery.message_id, "n": row.n, "outcome": row.outcome, "code": row.code}
        facts |= {"body_sha256": row.body_sha, "started_at": row.started_at.isoformat()}
        plan = row.delivery.touchpoint.plan.key
        at = row.ended_at or row.started_at
        yield ProvenFact(f"attempt:{row.pk}", "attempt", at, plan, facts)


def _events(account: Account) -> Iterator[ProvenFact]:
    rows = DeliveryEvent.objects.filter(delivery__account=account).select_related("delivery__touchpoint__plan")
    for row in rows.defer(*_BODIES):
        if row.delivery is None:
            continue
        facts: dict[str, object] = {"message_id": row.delivery.message_id, "type": row.type, "provider": row.provider}
        facts |= {"event_key": row.event_key, "received_at": row.received_at.isoformat()}
        plan = row.delivery.touchpoint.plan.key
        yield ProvenFact(f"event:{row.pk}", "event", row.occurred_at, plan, facts)


def _seen(account: Account) -> Iterator[ProvenFact]:
    rows = InboxMessage.objects.filter(account=account, seen_at__isnull=False).select_related("notice__plan")
    for row in rows:
        if row.seen_at is None:
            continue
        facts: dict[str, object] = {"notice": row.notice.code, "date_revision": row.date_revision}
        named = (("by", row.seen_by, row.seen_by),)
        yield ProvenFact(f"seen:{row.uuid}", "seen", row.seen_at, row.notice.plan.key, facts, named)


def _answers(account: Account) -> Iterator[ProvenFact]:
    for row in Acknowledgement.objects.filter(account=account).select_related("notice__plan"):
        facts: dict[str, object] = {"notice": row.notice.code, "via": row.via, "text_sha256": row.text_sha}
        facts |= {"date_revision": row.date_revision}
        named = (("by", row.name, row.identity),)
        yield ProvenFact(f"answer:{row.pk}", "acknowledged", row.at, row.notice.plan.key, facts, named)


def _desk(account: Account) -> Iterator[ProvenFact]:
    for row in DeskEntry.objects.filter(account=account).select_related("task__plan"):
        facts: dict[str, object] = {
            "act": row.act,
            "outcome": row.outcome,
            "task": str(row.task.uuid),
            "kind": row.task.kind,
        }
        facts |= {"until": row.until_date.isoformat() if row.until_date else ""}
        named = (("person", row.person, row.person), ("note", row.note, row.person or row.by), ("by", row.by, row.by))
        kept = tuple(each for each in named if each[1])
        yield ProvenFact(f"desk:{row.uuid}", "desk", row.at, row.task.plan.key, facts, kept)


def _escalations(account: Account) -> Iterator[ProvenFact]:
    for row in Escalation.objects.filter(account=account).select_related("obligation__notice__plan"):
        facts = {"step": row.step, "notice": row.obligation.notice.code, "due": row.due_date.isoformat()}
        plan = row.obligation.notice.plan.key
        yield ProvenFact(f"escalation:{row.uuid}", "escalated", row.done_at, plan, {**facts, "done": row.note})


def _duties(account: Account) -> Iterator[ProvenFact]:
    rows = Obligation.objects.filter(account=account).select_related("notice__plan")
    for row in rows.filter(breached_at__isnull=False):
        if row.breached_at:
            facts = {"notice": row.notice.code, "floor": str(row.floor_date or "")}
            source = f"breach:{row.pk}:{row.breached_at.isoformat()}"
            yield ProvenFact(source, "breached", row.breached_at, row.notice.plan.key, dict(facts))
    waived = Waiver.objects.filter(account=account, obligation__status=ObligationStatus.WAIVED)
    for each in waived.select_related("obligation__notice__plan"):
        named = [("asked_by", each.asked_by, each.asked_by), ("agreed_by", each.agreed_by, each.agreed_by)]
        kept = tuple(one for one in [*named, ("reason", each.reason, each.asked_by)] if one[1])
        notice = each.obligation.notice
        at = each.agreed_at or each.asked_at
        yield ProvenFact(f"waiver:{each.uuid}", "waived", at, notice.plan.key, {"notice": notice.code}, kept)


def _approvals(account: Account) -> Iterator[ProvenFact]:
    """Whose yes to which words, dates and people; why one ended may speak of other customers."""
    rows = NoticeApproval.objects.filter(audience__members__account=account, approved_at__isnull=False).distinct()
    for row in rows.select_related("notice__plan"):
        if row.approved_at is None:
            continue
        code, plan = row.notice.code, row.notice.plan.key
        facts: dict[str, object] = {"notice": code, "request": str(row.uuid), "asked_at": row.requested_at.isoformat()}
        facts |= {"plan_sha256": row.plan_sha, "wording_sha256": row.content_sha, "audience_sha256": row.audience_sha}
        asked = ("asked_by", row.requested_by, row.requested_identity)
        agreed = ("approved_by", row.approved_by, row.approved_identity)
        yield ProvenFact(f"approval:{row.uuid}", "approved", row.approved_at, plan, facts, (asked, agreed))
        if row.ended_at is not None:
            ended: dict[str, object] = {"notice": code, "request": str(row.uuid)}
            yield ProvenFact(f"approval_end:{row.uuid}", "approval ended", row.ended_at, plan, ended)


_SOURCES = (_told, _messages, _attempts, _events, _seen, _answers, _desk, _escalations, _duties, _approvals)
