"""Has a person spoken with a key account since the end was last moved, and when?"""

from datetime import date, datetime

from lifecycle.api import Account, SunsetPlan, reading
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.tiers import Tier
from notifications.models import DeskTask
from notifications.rules.served import Judged
from notifications.rules.statuses import TaskKind, TaskOutcome
from notifications.services.desk_follow import first_of

_CALLS = [TaskKind.CALL.value, TaskKind.FOLLOW_UP.value]


def end_moved_at(plan: SunsetPlan) -> datetime | None:
    """None while the announced end was never moved."""
    moves = (each.at for each in reading.date_moves(plan) if each.milestone.kind == MilestoneKind.OFF)
    return max(moves, default=None)


def _last_call(plan: SunsetPlan, account: Account) -> DeskTask | None:
    """Also the one that reached somebody at the second try."""
    rows = DeskTask.objects.filter(plan=plan, account=account, kind__in=_CALLS, outcome=TaskOutcome.REACHED)
    found = rows.exclude(person="").order_by("-closed_at")
    return next((each for each in found if first_of(each).kind == TaskKind.CALL), None)


def clearance(plan: SunsetPlan, account: Account, moved_at: datetime | None, *, off_date: date | None = None) -> Judged:
    """A named person heard of the end that holds now, in a call: the fact is as old as that call and turns stale.

    A call by a script of former dates clears nobody, however late it was put on record.
    """
    if Tier(account.tier) is not Tier.KEY:
        return Judged(True, "no key account: nobody has to call")
    last = _last_call(plan, account)
    if last is None or last.closed_at is None:
        return Judged(False, "nobody has spoken with the account yet")
    if moved_at and last.closed_at <= moved_at:
        return Judged(False, "the end has moved since the last call")
    if last.script_dates and off_date and last.script_dates.get(MilestoneKind.OFF) != off_date.isoformat():
        return Judged(False, "the last call told another end")
    return Judged(True, f"{last.closed_by} on {last.outcome_date}, task {last.uuid}", as_of=last.closed_at)
