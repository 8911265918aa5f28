"""What do the deliveries, calls and answers of a plan say about each obligation?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lifecycle.api import Account, SunsetPlan
from lifecycle.rules.stages import LADDER, Stage
from notifications.models import Acknowledgement, Delivery, DeskTask, Escalation, InboxMessage, Obligation
from notifications.rules.ladder_steps import breach_day
from notifications.rules.notice_codes import Channel
from notifications.rules.reach import Contacted, Reach, proofs, reach
from notifications.rules.statuses import TAKEN_BACK, DeliveryStatus, ObligationStatus, TaskKind, TaskOutcome
from notifications.rules.valid_end import Proof
from notifications.services.calendars import CalendarBook
from notifications.services.desk_follow import firsts_of
from notifications.services.reach_signs import came_back, last_spoken, nobody_on, said_at, told_of

# Where being late for the notice period still means something: told, and not switched off.
_BEFORE_THE_END = frozenset(LADDER[LADDER.index(Stage.ANNOUNCED) : LADDER.index(Stage.OFF)])


@dataclass(frozen=True, slots=True)
class ReachBook:
    """Everything that bears on a plan's obligations, read at once. Keyed by obligation, except:

    `spoken_at`, when somebody of an account last spoke with us, and `back_at`, when a delivery came back.
    """

    deliveries: dict[int, list[Delivery]]
    contacts: dict[int, list[Contacted]]
    acknowledged: dict[tuple[int, int, int], datetime]
    spoken_at: dict[int, datetime]
    back_at: dict[int, datetime]
    nobody_on: dict[int, date]
    calendar: CalendarBook

    @classmethod
    def read(cls, plan: SunsetPlan, *, now: datetime, account: Account | None = None) -> "ReachBook":
        """Of one account only, when it is named."""
        of = {"account": account} if account else {}
        rows = Delivery.objects.filter(touchpoint__plan=plan, touchpoint__obligation__isnull=False, **of)
        seen = dict(
            InboxMessage.objects.filter(notice__plan=plan, seen_at__isnull=False, **of).values_list(
                "delivery_key", "seen_at"
            )
        )
        calls, told = _Calls.read(plan, of), told_of(plan, **of)
        deliveries: dict[int, list[Delivery]] = defaultdict(list)
        contacts: dict[int, list[Contacted]] = defaultdict(list)
        for each in rows.select_related("touchpoint").defer("body_text", "body_html"):
            duty = each.touchpoint.obligation_id or 0
            deliveries[duty].append(each)
            confirmed = seen.get(each.uuid) or calls.at.get(each.touchpoint_id)
            contacts[duty].append(_contacted(each, confirmed, is_told=each.pk in told))
        alive = {each.touchpoint_id for found in deliveries.values() for each in found if each.status not in TAKEN_BACK}
        of_contacts = ((duty, task) for touchpoint, duty, task in calls.of_contacts if touchpoint not in alive)
        for duty, task in (*calls.of_duties, *of_contacts):
            said, at = said_at(task.closed_at, task.script_dates), task.closed_at
            contacts[duty].append(Contacted(Channel.DESK_TASK, DeliveryStatus.ACCEPTED, at, at, said))
        answers = Acknowledgement.objects.filter(notice__plan=plan, **of).order_by("-at")
        acknowledged = {(row.notice_id, row.account_id, row.date_revision): row.at for row in answers}
        return cls(
            deliveries,
            contacts,
            acknowledged,
            spoken_at=last_spoken(plan, **of),
            back_at=came_back(plan, **of),
            nobody_on=nobody_on(plan, **of),
            calendar=CalendarBook.read(first_year=now.year),
        )

    def acknowledged_at(self, row: Obligation) -> datetime | None:
        return self.acknowledged.get((row.notice_id, row.account_id, row.date_revision))

    def proofs_of(self, row: Obligation, *, now: datetime) -> tuple[Proof, ...]:
        """Of each text that named an end and reached somebody."""
        return proofs(
            _standing(self.contacts.get(row.pk, ())),
            acknowledged_at=self.acknowledged_at(row),
            zone=row.account.timezone,
            days=self.calendar.of(row.account),
            now=now,
        )

    def reach_of(self, row: Obligation, *, now: datetime) -> Reach:
        """Who was not reached when it is too late for the floor is breached, unless a message still waits."""
        if row.status == ObligationStatus.WAIVED:
            return Reach(ObligationStatus.WAIVED, row.reached_at, is_sent=True)
        days = self.calendar.of(row.account)
        known = reach(
            _standing(self.contacts.get(row.pk, ())),
            acknowledged_at=self.acknowledged_at(row),
            zone=row.account.timezone,
            days=days,
            now=now,
        )
        if known.status is not ObligationStatus.OPEN or row.floor_date is None:
            return known
        if row.notice.plan.stage not in _BEFORE_THE_END:
            return replace(known, status=ObligationStatus(row.status)) if row.status == "breached" else known
        today = now.astimezone(ZoneInfo(row.account.timezone)).date()
        is_waiting = known.waits_until is not None and today < known.waits_until
        is_late = today >= breach_day(row.floor_date, row.due_date, days)
        return replace(known, status=ObligationStatus.BREACHED) if is_late and not is_waiting else known


def _contacted(delivery: Delivery, confirmed_at: datetime | None, *, is_told: bool) -> Contacted:
    channel, status = Channel(delivery.channel), DeliveryStatus(delivery.status)
    said = said_at(delivery.touchpoint.told_at, delivery.touchpoint.told_dates)
    return Contacted(channel, status, delivery.accepted_at, confirmed_at, said, is_told)


@dataclass(frozen=True, slots=True)
class _Calls:
    """Who was reached by a person: `at` by planned contact, `of_duties` for what the ladder or a breach asked for.

    `of_contacts` by contact and its duty, of which no letter may have left. A follow-up speaks for the task at which
    its chain began.
    """

    at: dict[int, datetime]
    of_duties: tuple[tuple[int, DeskTask], ...]
    of_contacts: tuple[tuple[int, int, DeskTask], ...]

    @classmethod
    def read(cls, plan: SunsetPlan, of: Mapping[str, Account]) -> "_Calls":
        rows = DeskTask.objects.filter(**of, plan=plan, outcome=TaskOutcome.REACHED, closed_at__isnull=False)
        reached = list(rows.defer("script").order_by("-closed_at"))  # the earliest counts
        firsts = firsts_of(plan, [each.pk for each in reached])
        began = DeskTask.objects.select_related("touchpoint").in_bulk(set(firsts.values()))
        duties = defaultdict(set)
        steps = list(Escalation.objects.filter(**of, task__plan=plan).values_list("obligation_id", "task_id"))
        asked = firsts_of(plan, {task for _duty, task in steps if task})
        for duty, task in steps:
            duties[asked[task or 0]].add(duty)
        for each in began.values():
            if each.kind == TaskKind.BREACH:
                duties[each.pk].add(int(each.source.partition(":")[2]))
        at = {began[firsts[each.pk]].touchpoint_id: each.closed_at for each in reached}
        of_duties = tuple((duty, each) for each in reached for duty in duties[firsts[each.pk]])
        contacts = ((each, began[firsts[each.pk]].touchpoint) for each in reached)
        of_contacts = ((row.pk, row.obligation_id, each) for each, row in contacts if row and row.obligation_id)
        return cls({pk: moment for pk, moment in at.items() if pk and moment}, of_duties, tuple(of_contacts))


def _standing(found: Iterable[Contacted]) -> tuple[Contacted, ...]:
    """What was taken back before it left says nothing."""
    return tuple(each for each in found if each.status not in TAKEN_BACK)
