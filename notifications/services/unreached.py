"""Which accounts are not truly reached, why, what was tried last, and what happens next?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from lifecycle.api import Account, Contact, SunsetPlan
from lifecycle.rules.tiers import Tier
from notifications.models import Delivery, Escalation, Obligation, Waiver
from notifications.rules.ladder_steps import breach_day
from notifications.rules.notice_codes import Channel
from notifications.rules.reach import Reach
from notifications.rules.statuses import TAKEN_BACK, DeliveryStatus, ObligationStatus
from notifications.rules.unreached import Why, why_unreached
from notifications.services.ladder_due import due_steps, is_answered
from notifications.services.reach_book import ReachBook


@dataclass(frozen=True, slots=True)
class Unreached:
    """One open duty. `late_on` is the day that shuts the gate; `next_step`, `next_on` what the ladder does then."""

    id: int
    plan: str
    account: str
    account_name: str
    tier: Tier
    notice: str
    due_date: date
    floor_date: date | None
    late_on: date | None
    status: ObligationStatus
    why: Why
    last_channel: Channel | None
    last_status: DeliveryStatus | None
    last_at: datetime | None
    steps_taken: int
    next_step: str
    next_on: date | None
    owner: str
    waiver: UUID | None

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def unreached(plan: SunsetPlan, *, now: datetime, account: Account | None = None) -> tuple[Unreached, ...]:
    """Duties that are due and not settled, the most pressing first: what is late, then by its day."""
    book = ReachBook.read(plan, now=now, account=account)
    rows = Obligation.objects.filter(notice__plan=plan).exclude(
        status__in=[ObligationStatus.SUPERSEDED, ObligationStatus.WAIVED, ObligationStatus.ACKNOWLEDGED]
    )
    if account is not None:
        rows = rows.filter(account=account)
    found = list(rows.select_related("notice", "account").order_by("id"))
    taken = _taken(found)
    waivers = dict(Waiver.objects.filter(obligation__in=found, agreed_at=None).values_list("obligation_id", "uuid"))
    with_contact = set(
        Contact.objects.filter(account__in={row.account_id for row in found}, is_active=True).values_list(
            "account_id", flat=True
        )
    )
    made = []
    for row in found:
        row.notice.plan = plan
        today = now.astimezone(ZoneInfo(row.account.timezone)).date()
        known = book.reach_of(row, now=now)
        is_waiting = known.waits_until is not None and today < known.waits_until
        if row.due_date > today or is_waiting or is_answered(row, known, book):
            continue
        kept = _Kept(taken.get(row.pk, frozenset()), waivers.get(row.pk), row.account_id in with_contact)
        made.append(_row(row, known, book, kept, now))
    return tuple(sorted(made, key=lambda each: (each.late_on or date.max, each.due_date, each.account)))


@dataclass(frozen=True, slots=True)
class _Kept:
    steps: frozenset[str]
    waiver: UUID | None
    has_contact: bool


def _taken(rows: Sequence[Obligation]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for duty, step in Escalation.objects.filter(obligation__in=rows).values_list("obligation_id", "step"):
        found[duty] = found.get(duty, frozenset()) | {step}
    return found


def _row(row: Obligation, known: Reach, book: ReachBook, kept: _Kept, now: datetime) -> Unreached:
    sent = [each for each in book.deliveries.get(row.pk, ()) if each.status not in TAKEN_BACK]
    last = max(sent, key=lambda each: (each.accepted_at or each.created_at, each.pk), default=None)
    following = next((each for each in due_steps(row, known, book) if each.step not in kept.steps), None)
    days = book.calendar.of(row.account)
    return Unreached(
        id=row.pk,
        plan=row.notice.plan.key,
        account=row.account.key,
        account_name=row.account.name,
        tier=Tier(row.account.tier),
        notice=row.notice.code,
        due_date=row.due_date,
        floor_date=row.floor_date,
        late_on=breach_day(row.floor_date, row.due_date, days) if row.floor_date else None,
        status=known.status,
        why=why_unreached(known, _statuses(sent), has_contact=kept.has_contact),
        last_channel=Channel(last.channel) if last else None,
        last_status=DeliveryStatus(last.status) if last else None,
        last_at=(last.accepted_at or last.created_at) if last else None,
        steps_taken=len(kept.steps),
        next_step=following.action if following else "",
        next_on=following.due_date if following else None,
        owner=row.account.csm_email,
        waiver=kept.waiver,
    )


def _statuses(sent: Sequence[Delivery]) -> frozenset[DeliveryStatus]:
    return frozenset(DeliveryStatus(each.status) for each in sent)
