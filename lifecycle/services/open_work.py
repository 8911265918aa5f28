"""What of a plan waits for a person, and which acts wait for their place in the chain?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from lifecycle.models import AuditEvent, DateRequest, Exemption, LeaveRequest, Straggler, SunsetPlan, Switch
from lifecycle.rules.leave import WAITS_FOR
from lifecycle.rules.stages import Stage
from lifecycle.services.move_dates import mark_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait, and since when the oldest does."""

    count: int
    oldest_at: datetime | None


def stragglers(plan: SunsetPlan, *, only_open: bool = False) -> list[Straggler]:
    """Open ones first, the newest use first."""
    rows = Straggler.objects.filter(plan=plan).select_related("account")
    if only_open:
        rows = rows.filter(settled_at__isnull=True)
    return sorted(rows.order_by("-last_at", "id"), key=lambda row: row.settled_at is not None)


def straggler(plan: SunsetPlan, uuid: UUID) -> Straggler | None:
    return Straggler.objects.filter(plan=plan, uuid=uuid).select_related("account").first()


def exemptions(plan: SunsetPlan) -> list[Exemption]:
    """Every leave ever given, the latest end first."""
    return list(Exemption.objects.filter(plan=plan).select_related("account").order_by("-ends_at", "id"))


def exemption(plan: SunsetPlan, uuid: UUID) -> Exemption | None:
    return Exemption.objects.filter(plan=plan, uuid=uuid).select_related("account").first()


def leave_requests(plan: SunsetPlan | None, *, now: datetime) -> list[LeaveRequest]:
    """Those that a second person can still answer, oldest first; of every plan when none is named."""
    rows = LeaveRequest.objects.filter(answered_at__isnull=True, at__gte=now - WAITS_FOR)
    if plan is not None:
        rows = rows.filter(plan=plan)
    return list(rows.select_related("account", "plan").order_by("at", "id"))


def leave_request(plan: SunsetPlan, uuid: UUID) -> LeaveRequest | None:
    return LeaveRequest.objects.filter(plan=plan, uuid=uuid).select_related("account").first()


def date_requests(plan: SunsetPlan | None, *, now: datetime) -> list[DateRequest]:
    """Dates that a second person can still answer, oldest first; of every plan when none is named."""
    rows = DateRequest.objects.filter(answered_at__isnull=True, at__gte=now - WAITS_FOR)
    if plan is not None:
        rows = rows.filter(plan=plan)
    found = rows.select_related("plan__module", "plan__author").prefetch_related("backings").order_by("at", "id")
    return [each for each in found if each.mark == mark_of(each.plan)]


def date_request(plan: SunsetPlan, uuid: UUID) -> DateRequest | None:
    return DateRequest.objects.filter(plan=plan, uuid=uuid).select_related("plan__module", "plan__author").first()


def held_accounts(plan: SunsetPlan) -> dict[str, Stage]:
    """By account key: the stage at which an account was given the module back."""
    rows = Switch.objects.filter(plan=plan, account__isnull=False).exclude(held_at_stage="")
    return {key: Stage(stage) for key, stage in rows.values_list("account__key", "held_at_stage") if key}


def acts_without_place() -> Waiting:
    """Committed acts that the sequencer has not chained yet."""
    rows = AuditEvent.objects.filter(link__isnull=True)
    return Waiting(rows.count(), rows.aggregate(oldest=Min("at"))["oldest"])
