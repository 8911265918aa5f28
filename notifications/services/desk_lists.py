"""Which work lies on a desk, in which order, and why in that one?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Min

from lifecycle.rules.tiers import Tier
from notifications.models import Acknowledgement, DeskAbsence, DeskEntry, DeskTask, Touchpoint
from notifications.rules.desk_rights import SPEAKS_FOR_ACCOUNT
from notifications.rules.statuses import TaskKind
from notifications.rules.worklist import Pressing, is_out_of_sight, weight

DAYS_SHOWN = 7
CALLS_A_DAY = 8  # more than this in one day is more than one person can do well


@dataclass(frozen=True, slots=True)
class Work:
    """A task with what speaks for it; the heaviest first."""

    task: DeskTask
    pressing: Pressing
    weight: float


@dataclass(frozen=True, slots=True)
class DeskDay:
    """One day of somebody's week; `is_too_much` when it holds more calls than one person can do."""

    date: date
    tasks: tuple[DeskTask, ...]
    is_away: bool

    @property
    def is_too_much(self) -> bool:
        return len(self.tasks) > CALLS_A_DAY


def desk_tasks(
    *,
    owner_email: str = "",
    plan_id: int | None = None,
    account_id: int | None = None,
    kind: TaskKind | None = None,
    only_open: bool = True,
) -> list[DeskTask]:
    """By due date; of one success manager, one plan, one account, one kind, or all."""
    rows = DeskTask.objects.select_related("account", "plan", "touchpoint__notice").order_by("due_date", "id")
    if owner_email:
        rows = rows.filter(owner_email__iexact=owner_email)
    if plan_id is not None:
        rows = rows.filter(plan_id=plan_id)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return list(rows.filter(status=DeskTask.Status.OPEN) if only_open else rows)


def desk_task(uuid: UUID) -> DeskTask | None:
    rows = DeskTask.objects.select_related("account", "plan__module", "touchpoint__notice")
    return rows.filter(uuid=uuid).first()


def worklist(
    *, owner_email: str = "", plan_id: int | None = None, now: datetime, today: date, snoozed: bool = False
) -> list[Work]:
    """Open tasks by deadline x value x silence; what is put off is left out unless asked for. Five queries.

    `today` is the reader's: on it a task that was put off until then is back.
    """
    tasks = desk_tasks(owner_email=owner_email, plan_id=plan_id)
    shown = [task for task in tasks if is_out_of_sight(task.snoozed_until, today) is snoozed]
    answered, told = _last_answers(shown), _first_told(shown)
    revenues = {task.account_id: task.account.revenue for task in shown}
    whole = sum((each for each in revenues.values() if each), Decimal(0))
    found = []
    for task in shown:
        revenue, pair = task.account.revenue, (task.plan_id, task.account_id)
        since = answered.get(pair) or told.get(pair)
        pressing = Pressing(
            due_in_days=(max(task.due_date, task.snoozed_until or task.due_date) - today).days,
            tier=Tier(task.account.tier),
            revenue_share=float(revenue / whole) if revenue and whole else None,
            silent_days=(now - since).days if since else None,
        )
        found.append(Work(task, pressing, weight(pressing)))
    return sorted(found, key=lambda each: (-each.weight, each.task.due_date, each.task.pk))


def _last_answers(tasks: list[DeskTask]) -> dict[tuple[int, int], datetime]:
    plans, accounts = {task.plan_id for task in tasks}, {task.account_id for task in tasks}
    confirmed = Acknowledgement.objects.filter(notice__plan__in=plans, account__in=accounts)
    spoken = DeskTask.objects.filter(
        plan__in=plans, account__in=accounts, outcome__in=SPEAKS_FOR_ACCOUNT, closed_at__isnull=False
    )
    found = {
        (plan, account): at for plan, account, at in spoken.values_list("plan", "account").annotate(Max("closed_at"))
    }
    for plan, account, at in confirmed.values_list("notice__plan", "account").annotate(Max("at")):
        found[plan, account] = max(at, found.get((plan, account), at))
    return found


def _first_told(tasks: list[DeskTask]) -> dict[tuple[int, int], datetime]:
    rows = Touchpoint.objects.filter(
        plan__in={task.plan_id for task in tasks},
        account__in={task.account_id for task in tasks},
        told_at__isnull=False,
    )
    return {(plan, account): at for plan, account, at in rows.values_list("plan", "account").annotate(Min("told_at"))}


def desk_week(*, owner_email: str, today: date) -> tuple[tuple[DeskTask, ...], tuple[DeskDay, ...]]:
    """What is overdue, and seven days from today with what falls due on each."""
    by_day: dict[date, list[DeskTask]] = {}
    for task in desk_tasks(owner_email=owner_email):
        by_day.setdefault(max(task.due_date, task.snoozed_until or task.due_date), []).append(task)
    overdue = tuple(task for day in sorted(by_day) if day < today for task in by_day[day])
    away = list(DeskAbsence.objects.filter(owner_email__iexact=owner_email, last_date__gte=today))
    days = (today + timedelta(days=count) for count in range(DAYS_SHOWN))
    return overdue, tuple(
        DeskDay(day, tuple(by_day.get(day, ())), any(each.first_date <= day <= each.last_date for each in away))
        for day in days
    )


def history_of(*, account_id: int, limit: int = 50) -> list[DeskEntry]:
    """What people did about an account, over all its retirements, newest first."""
    rows = DeskEntry.objects.filter(account_id=account_id).select_related("task__plan__module")
    return list(rows.order_by("-at", "-id")[:limit])


def promises_of_account(account_id: int) -> list[DeskTask]:
    """Days that the account named, the next one first."""
    rows = DeskTask.objects.filter(account_id=account_id, promise_date__isnull=False)
    return list(rows.select_related("plan__module").order_by("promise_date", "id"))


def answers_of(account_id: int, *, limit: int = 20) -> list[Acknowledgement]:
    """Who of an account confirmed a notice, the newest first."""
    return list(Acknowledgement.objects.filter(account_id=account_id).order_by("-at", "-id")[:limit])
