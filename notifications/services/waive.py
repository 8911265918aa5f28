"""Who lets an account go unreached by a notice, and why?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lifecycle.api import Refused, record, ring
from lifecycle.rules.actors import Actor
from lifecycle.rules.rights import Right, may
from lifecycle.rules.tiers import Tier
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from notifications.models import Obligation, Waiver
from notifications.rules.statuses import ObligationStatus
from notifications.services.breach import close_tasks_of

_OPEN = frozenset({ObligationStatus.OPEN, ObligationStatus.BREACHED})


@transaction.atomic
def waive_obligation(*, obligation_id: int, actor: Actor, reason: str, now: datetime) -> Waiver:
    """One person is enough, except for a key account: there a second one must agree. Raises Refused."""
    row = _locked(obligation_id)
    verdict = may(actor, Right.CLEAR_ACCOUNT) + _still_open(row)
    if not reason.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say why this account need not be reached")
    if row.waivers.filter(agreed_at__isnull=True).exists():
        verdict += blocked("waiver_waits", Reason.WRONG_STAGE, subject=row.account.key)
    if not verdict:
        raise Refused(verdict)
    waiver = Waiver.objects.create(
        obligation=row,
        account=row.account,
        reason=reason.strip(),
        asked_by=actor.name,
        asked_identity=actor.identity,
        asked_at=now,
    )
    _record("asked", waiver, row, actor, now)
    if Tier(row.account.tier) is not Tier.KEY:
        _waived(waiver, row, actor, now)
    return waiver


@transaction.atomic
def agree_to_waiver(*, uuid: UUID, actor: Actor, now: datetime) -> Waiver:
    """The second person: never the one who asked. Raises Refused, or Waiver.DoesNotExist."""
    asked = Waiver.objects.select_for_update(of=("self",)).get(uuid=uuid)
    row = _locked(asked.obligation_id)
    verdict = may(actor, Right.APPROVE) + _still_open(row)
    if actor.identity == asked.asked_identity:
        verdict += blocked("waiver_second", Reason.WRONG_PERSON, subject=row.account.key, by=asked.asked_by)
    if asked.agreed_at:
        verdict += blocked("waiver_answered", Reason.WRONG_STAGE, subject=row.account.key, by=asked.agreed_by)
    if not verdict:
        raise Refused(verdict)
    asked.agreed_by, asked.agreed_identity, asked.agreed_at = actor.name, actor.identity, now
    asked.save(update_fields=["agreed_by", "agreed_identity", "agreed_at"])
    _waived(asked, row, actor, now)
    return asked


def _locked(obligation_id: int) -> Obligation:
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("account", "notice__plan")
    return rows.get(pk=obligation_id)


def _still_open(row: Obligation) -> Verdict:
    if row.status in _OPEN or (row.status == ObligationStatus.REACHED and Tier(row.account.tier) is Tier.KEY):
        return Verdict()
    return blocked("waiver_not_open", Reason.WRONG_STAGE, subject=row.account.key, status=row.status)


def _waived(waiver: Waiver, row: Obligation, actor: Actor, now: datetime) -> None:
    people = [waiver.asked_by, waiver.agreed_by] if waiver.agreed_by else [waiver.asked_by]
    row.status, row.waived_by, row.reason = ObligationStatus.WAIVED, ", ".join(people), waiver.reason
    row.save(update_fields=["status", "waived_by", "reason"])
    close_tasks_of(row, note="waived")
    row.escalations.filter(closed_at__isnull=True).update(closed_at=now)
    _record("waived", waiver, row, actor, now)
    ring("notifications.push_evidence", plan_id=row.notice.plan_id)


def _record(what: str, waiver: Waiver, row: Obligation, actor: Actor, now: datetime) -> None:
    action = "notifications.waiver.asked" if what == "asked" else "notifications.obligation.waived"
    record(
        action,
        subject=waiver.uuid,
        actor=actor,
        at=now,
        account=row.account,
        plan_key=row.notice.plan.key,
        notice=row.notice.code,
        reason=waiver.reason,
    )
