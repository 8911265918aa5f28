"""Has each account been reached by what it must hear, and does it show in the evidence?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import Account, DatedFact, SunsetPlan, affected_accounts, newest_facts, record_all_evidence
from lifecycle.rules.milestones import MilestoneKind
from notifications.models import Obligation
from notifications.rules.fact_age import as_of, is_known
from notifications.rules.notice_codes import NoticeCode
from notifications.rules.reach import Reach
from notifications.rules.served import CARRIES_DATES, Due, Judged, all_reached, notice_served, told_on
from notifications.rules.statuses import ObligationStatus
from notifications.services.breach import end_superseded, open_breach
from notifications.services.clearance import clearance, end_moved_at
from notifications.services.floors import FloorBook, lawful_from
from notifications.services.ladder_due import is_answered
from notifications.services.reach_book import ReachBook
from notifications.services.reach_signs import later_end_told

SOURCE = "notifications"
_CRITERIA = ("notice_served", "all_reached", "key_cleared")
_FIXED = frozenset({ObligationStatus.WAIVED, ObligationStatus.SUPERSEDED})
# What must be served before the end; what is said after it cannot hold the end back.
_BEFORE_THE_END = frozenset({NoticeCode.SUNSET_ANNOUNCED, NoticeCode.LAST_CALL, NoticeCode.CORRECTION})


@transaction.atomic
def push_evidence(*, plan_id: int, now: datetime) -> int:
    """Per affected account: notices served, each reached somebody, key account cleared. Answers how many are new."""
    plan = SunsetPlan.objects.select_related("module").get(pk=plan_id)
    end_superseded(plan)
    off = plan.milestones.filter(kind=MilestoneKind.OFF).first()
    later = later_end_told(plan, off.date) if off else {}
    end = _End(off.date if off else None, end_moved_at(plan), FloorBook.read(plan), later)
    return record_all_evidence(plan=plan, facts=_news(plan, end, now), source=SOURCE, now=now)


@dataclass(frozen=True, slots=True)
class _End:
    """`floors`: what asks for notice before it; `later_told`: by account, when it was last told of a later one."""

    date: date | None
    moved_at: datetime | None
    floors: FloorBook
    later_told: Mapping[int, datetime]


def _news(plan: SunsetPlan, end: _End, now: datetime) -> Iterator[DatedFact]:
    dues, known = _dues(plan, end, now), newest_facts(plan, of=_CRITERIA)
    for account in affected_accounts(plan):
        for criterion, judged in _judged(plan, account, dues[account.pk], end, now):
            fact = known.get((criterion, account.key))
            if not is_known(fact, judged, now=now):
                yield DatedFact(criterion, account, judged.value, as_of(fact, judged, now=now), judged.detail)


def _judged(
    plan: SunsetPlan, account: Account, dues: list[Due], end: _End, now: datetime
) -> Iterator[tuple[str, Judged]]:
    today = now.astimezone(ZoneInfo(account.timezone)).date()
    before = [each for each in dues if each.notice in _BEFORE_THE_END]
    no_end = Judged(None, "the plan has no end date")
    yield "notice_served", _served(account, before, end.date, end, today) if end.date else no_end
    yield "all_reached", all_reached(before, today=today)
    yield "key_cleared", clearance(plan, account, end.moved_at, off_date=end.date)


def _served(account: Account, dues: list[Due], off_date: date, end: _End, today: date) -> Judged:
    due = [each for each in dues if each.due_date <= today]
    told = told_on(due, off_date=off_date, later_at=end.later_told.get(account.pk))
    earliest = lawful_from(told, end.floors.demands_of(account)) if told else None
    return notice_served(due, off_date=off_date, told=told, earliest=earliest, today=today)


def _dues(plan: SunsetPlan, end: _End, now: datetime) -> defaultdict[int, list[Due]]:
    """Settles the obligations on the way: their status is what the deliveries and answers say now."""
    found: defaultdict[int, list[Due]] = defaultdict(list)
    book = ReachBook.read(plan, now=now)
    rows = Obligation.objects.filter(notice__plan=plan).exclude(status=ObligationStatus.SUPERSEDED)
    for row in rows.select_related("notice", "account").order_by("id"):
        row.notice.plan = plan
        _keep_floor(row, end)
        known = book.reach_of(row, now=now)
        _settle(row, known, now)
        proofs = book.proofs_of(row, now=now) if row.notice.code in CARRIES_DATES else ()
        answered = is_answered(row, known, book)
        found[row.account_id].append(Due(NoticeCode(row.notice.code), row.due_date, known, proofs, answered))
    return found


def _keep_floor(row: Obligation, end: _End) -> None:
    wanted = None
    if end.date and row.notice.code in CARRIES_DATES:
        wanted = end.floors.last_day_to_tell(end.date, row.account)
    if row.floor_date != wanted:
        row.floor_date = wanted
        row.save(update_fields=["floor_date"])


def _settle(row: Obligation, known: Reach, now: datetime) -> None:
    if row.status in _FIXED or (row.status, row.reached_at) == (known.status, known.at):
        return
    is_new_breach = known.status is ObligationStatus.BREACHED and row.status != known.status
    as_read = Obligation.objects.filter(pk=row.pk, status=row.status)  # a waiver meanwhile stands
    breached_at = now if is_new_breach else row.breached_at
    if not as_read.update(status=known.status, reached_at=known.at, breached_at=breached_at):
        return
    row.status, row.reached_at, row.breached_at = known.status, known.at, breached_at
    if is_new_breach:
        open_breach(row, now=now)
