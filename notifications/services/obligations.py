"""Has each account been reached by what it must hear, and does it show in the evidence?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import Account, SunsetPlan, affected_accounts, newest_facts, record_evidence
from lifecycle.rules.milestones import MilestoneKind
from notifications.models import Acknowledgement, Delivery, DeskTask, InboxMessage, Obligation
from notifications.rules.fact_age import as_of, is_known
from notifications.rules.notice_codes import Channel, NoticeCode
from notifications.rules.reach import Contacted, Reach, reach
from notifications.rules.served import Due, Judged, all_reached, notice_served, told_on
from notifications.rules.statuses import TAKEN_BACK, DeliveryStatus, ObligationStatus, TaskOutcome
from notifications.services.calendars import working_days_of
from notifications.services.clearance import clearance, end_moved_at
from notifications.services.floors import demands_of, lawful_from

SOURCE = "notifications"
_FIXED = frozenset({ObligationStatus.WAIVED, ObligationStatus.SUPERSEDED})
# What must be served before the end; what is said after it cannot hold the end back.
_BEFORE_THE_END = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.LAST_CALL, NoticeCode.CORRECTION})


@transaction.atomic
def push_evidence(*, plan_id: int, now: datetime) -> int:
    """Per affected account: notices served, somebody reached, key account cleared. Answer how many facts were new."""
    plan = SunsetPlan.objects.select_related("module").get(pk=plan_id)
    off = plan.milestones.filter(kind=MilestoneKind.OFF).first()
    dues, known, pushed = _dues(plan, now), newest_facts(plan), 0
    end = _End(off.date if off else None, end_moved_at(plan))
    for account in affected_accounts(plan):
        for criterion, judged in _judged(plan, account, dues[account.pk], end, now):
            fact = known.get((criterion, account.key))
            if is_known(fact, judged, now=now):
                continue
            record_evidence(
                plan=plan,
                criterion=criterion,
                subject=account,
                value=judged.value,
                as_of=as_of(fact, judged, now=now),
                now=now,
                source=SOURCE,
                detail=judged.detail,
            )
            pushed += 1
    return pushed


@dataclass(frozen=True, slots=True)
class _End:
    date: date | None
    moved_at: datetime | None


def _judged(
    plan: SunsetPlan, account: Account, dues: list[Due], end: _End, now: datetime
) -> Iterator[tuple[str, Judged]]:
    today = now.astimezone(ZoneInfo(account.timezone)).date()
    before = [each for each in dues if each.notice in _BEFORE_THE_END]
    no_end = Judged(None, "the plan has no end date")
    yield "notice_served", _served(plan, account, before, end.date, today) if end.date else no_end
    yield "all_reached", all_reached(before, today=today)
    yield "key_cleared", clearance(plan, account, end.moved_at)


def _served(plan: SunsetPlan, account: Account, dues: list[Due], off_date: date, today: date) -> Judged:
    told = told_on([each for each in dues if each.due_date <= today], off_date=off_date)
    earliest = lawful_from(told, demands_of(plan, account)) if told else None
    return notice_served(dues, off_date=off_date, earliest=earliest, today=today)


def _dues(plan: SunsetPlan, now: datetime) -> defaultdict[int, list[Due]]:
    """Settles the obligations on the way: their status is what the deliveries and answers say now."""
    found: defaultdict[int, list[Due]] = defaultdict(list)
    book = _Book.read(plan)
    rows = Obligation.objects.filter(notice__plan=plan).exclude(status=ObligationStatus.SUPERSEDED)
    for row in rows.select_related("notice", "account").order_by("id"):
        known = _reach(row, book, now)
        _settle(row, known)
        reached_on = known.at.astimezone(ZoneInfo(row.account.timezone)).date() if known.at else None
        off_date = book.off_dates.get(row.pk)
        found[row.account_id].append(Due(NoticeCode(row.notice.code), row.due_date, known, reached_on, off_date))
    return found


@dataclass(frozen=True, slots=True)
class _Book:
    """Everything that bears on a plan's obligations, read at once."""

    contacts: dict[int, list[Contacted]]
    off_dates: dict[int, date]
    acknowledged: dict[tuple[int, int, int], datetime]

    @classmethod
    def read(cls, plan: SunsetPlan) -> "_Book":
        deliveries = list(
            Delivery.objects.filter(touchpoint__plan=plan, touchpoint__obligation__isnull=False).select_related(
                "touchpoint"
            )
        )
        seen = dict(
            InboxMessage.objects.filter(notice__plan=plan, seen_at__isnull=False).values_list("delivery_key", "seen_at")
        )
        calls = dict(
            DeskTask.objects.filter(plan=plan, outcome=TaskOutcome.REACHED).values_list("touchpoint_id", "closed_at")
        )
        contacts: dict[int, list[Contacted]] = defaultdict(list)
        off_dates: dict[int, date] = {}
        for each in deliveries:
            duty = each.touchpoint.obligation_id or 0
            confirmed = seen.get(each.uuid) or calls.get(each.touchpoint_id)
            status, channel = DeliveryStatus(each.status), Channel(each.channel)
            contacts[duty].append(Contacted(channel, status, each.accepted_at, confirmed))
            told = (each.touchpoint.told_dates or {}).get(MilestoneKind.OFF)
            if told:
                off_dates[duty] = date.fromisoformat(told)
        answers = Acknowledgement.objects.filter(notice__plan=plan).order_by("-at")
        acknowledged = {(row.notice_id, row.account_id, row.date_revision): row.at for row in answers}
        return cls(contacts, off_dates, acknowledged)


def _reach(row: Obligation, book: _Book, now: datetime) -> Reach:
    if row.status == ObligationStatus.WAIVED:
        return Reach(ObligationStatus.WAIVED, row.reached_at, is_sent=True)
    return reach(
        _contacts(book.contacts.get(row.pk, ())),
        acknowledged_at=book.acknowledged.get((row.notice_id, row.account_id, row.date_revision)),
        zone=row.account.timezone,
        days=working_days_of(row.account.country, first_year=now.year),
        now=now,
    )


def _contacts(found: Iterable[Contacted]) -> tuple[Contacted, ...]:
    """What was taken back before it left says nothing."""
    return tuple(each for each in found if each.status not in TAKEN_BACK)


def _settle(row: Obligation, known: Reach) -> None:
    if row.status in _FIXED or (row.status, row.reached_at) == (known.status, known.at):
        return
    row.status, row.reached_at = known.status, known.at
    row.save(update_fields=["status", "reached_at"])
