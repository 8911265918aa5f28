"""Which mailings were begun, how do they fare, and which letters went to whom?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from lifecycle.api import SunsetPlan
from notifications.models import Delivery, SendRun, Touchpoint
from notifications.rules.runs import HaltReason, RunStatus
from notifications.services.run_outcomes import contacts_to_come, letters_left
from notifications.services.words import language_of

FILTERS = {"status": "status", "notice": "touchpoint__notice__code", "channel": "channel", "locale": "locale"}


@dataclass(frozen=True, slots=True)
class Mailing:
    """One run: how many contacts it has, and its deliveries by status; `held` ones wait for `hold_reason`.

    `is_finished`: each was sent, came back, was excused or is listed as in doubt, and none is to come.
    """

    uuid: UUID
    plan_key: str
    plan_name: str
    notice: str
    number: int
    moment: str
    status: RunStatus
    canary_size: int
    contacts: int
    counts: Mapping[str, int]
    opened_at: datetime
    approved_by: str
    halt_reason: HaltReason | None
    halt_detail: str
    halted_by: str
    halted_at: datetime | None
    resumed_by: str
    resumed_at: datetime | None
    resume_reason: str
    is_finished: bool

    def as_json(self) -> dict[str, Any]:
        named = {name: getattr(self, name) for name in self.__slots__}
        return {**named, "uuid": str(self.uuid), "counts": dict(self.counts)}


@dataclass(frozen=True, slots=True)
class Planned:
    """How many contacts a notice has at one moment, through one channel, in one tier and language."""

    notice: str
    moment: str
    channel: str
    tier: str
    language: str
    contacts: int
    first_day: date


def mailings(plan: SunsetPlan | None = None, *, only_halted: bool = False) -> tuple[Mailing, ...]:
    """Newest first; of every plan when none is named."""
    rows = SendRun.objects.select_related("notice__plan__module", "approval")
    rows = rows.annotate(contacts=Count("touchpoints"), has_more=letters_left() | contacts_to_come())
    if plan is not None:
        rows = rows.filter(notice__plan=plan)
    if only_halted:
        rows = rows.filter(status=RunStatus.HALTED)
    found = list(rows)
    counts: dict[int, dict[str, int]] = {}
    deliveries = Delivery.objects.filter(touchpoint__run__in=found)
    for run, status, count in deliveries.values_list("touchpoint__run", "status").annotate(Count("id")):
        counts.setdefault(run, {})[status] = count
    return tuple(_mailing(row, row.contacts, counts.get(row.pk, {}), has_more=row.has_more) for row in found)


def _mailing(row: SendRun, contacts: int, counts: dict[str, int], *, has_more: bool) -> Mailing:
    return Mailing(
        uuid=row.uuid,
        plan_key=row.notice.plan.key,
        plan_name=row.notice.plan.module.name,
        notice=row.notice.code,
        number=row.number,
        moment=row.moment,
        status=RunStatus(row.status),
        canary_size=row.canary_size,
        contacts=contacts,
        counts=counts,
        opened_at=row.opened_at,
        approved_by=row.approval.approved_by,
        halt_reason=HaltReason(row.halt_reason) if row.halt_reason else None,
        halt_detail=row.halt_detail,
        halted_by=row.halted_by,
        halted_at=row.halted_at,
        resumed_by=row.resumed_by,
        resumed_at=row.resumed_at,
        resume_reason=row.resume_reason,
        is_finished=row.status != RunStatus.HALTED and not has_more,
    )


def run_uuid(plan: SunsetPlan, notice: str, number: int) -> UUID | None:
    rows = SendRun.objects.filter(notice__plan=plan, notice__code=notice, number=number)
    return rows.values_list("uuid", flat=True).first()


def planned_contacts(plan: SunsetPlan) -> tuple[Planned, ...]:
    """The series as it stands, in the order of its days; what was replaced or called off is not in it."""
    rows = Touchpoint.objects.filter(plan=plan).exclude(status__in=["superseded", "cancelled"])
    counted = (
        rows.values_list("notice__code", "step", "channel", "account__tier", "account__language")
        .annotate(Count("id"), first=Min("day"))
        .order_by("first", "step", "account__tier")
    )
    return tuple(
        Planned(code, step.rpartition(".")[0] or step, channel, tier, language_of(language), count, day)
        for code, step, channel, tier, language, count, day in counted
    )


def ledger(plan: SunsetPlan, asked: Mapping[str, str]) -> QuerySet[Delivery]:
    """Every delivery, the newest first; `asked` may hold status, notice, channel, locale and q (account or address)."""
    rows = Delivery.objects.filter(touchpoint__plan=plan)
    for name, field in FILTERS.items():
        if asked.get(name):
            rows = rows.filter(**{field: asked[name]})
    if asked.get("q"):
        text = asked["q"]
        rows = rows.filter(
            Q(account__key__icontains=text) | Q(account__name__icontains=text) | Q(address__icontains=text)
        )
    rows = rows.select_related("account", "touchpoint__notice", "touchpoint__run", "contact")
    return rows.annotate(tries=Count("attempts"), within=F("carrier__uuid")).order_by("-id")
