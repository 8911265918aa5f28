"""Nobody answers: which step of the ladder is due, and was it taken?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lifecycle.api import reading, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import ENDED, Stage
from notifications.models import Escalation, Obligation
from notifications.rules.ladder_steps import Step
from notifications.rules.statuses import ObligationStatus
from notifications.services.breach import close_tasks_of
from notifications.services.escalate_steps import Taken, take
from notifications.services.ladder_due import is_answered, steps_due
from notifications.services.reach_book import ReachBook

SYSTEM = Actor.system("ladder")
_ENDED = frozenset({ObligationStatus.SUPERSEDED, ObligationStatus.WAIVED})
_QUIET = ENDED | {Stage.PAUSED}


@transaction.atomic
def escalate(*, plan_id: int, now: datetime) -> int:
    """Takes each step once, closes what an answer made needless; returns how many steps. Safe to run twice or late."""
    plan = reading.plan_by_id(plan_id)
    if plan is None or Stage(plan.stage) in _QUIET:
        return 0
    rows = Obligation.objects.filter(notice__plan=plan).exclude(status__in=_ENDED).order_by("id")
    climbed, climbing = _climbed(rows)
    book, taken = ReachBook.read(plan, now=now), 0
    for row in rows.select_related("notice", "account"):
        row.notice.plan = plan
        known = book.reach_of(row, now=now)
        is_settled = is_answered(row, known, book)
        if is_settled and (row.pk in climbing or row.breached_at):
            _close(row, now)
        elif not is_settled:
            taken += _climb(row, steps_due(row, known, book, climbed[row.pk], now), book, now)
    return taken


def _climbed(rows: QuerySet[Obligation]) -> tuple[defaultdict[int, set[str]], set[int]]:
    """The steps taken, by obligation, and those on whose ladder somebody stands."""
    steps: defaultdict[int, set[str]] = defaultdict(set)
    climbing = set()
    found = Escalation.objects.filter(obligation__in=rows)
    for duty, step, closed_at in found.values_list("obligation_id", "step", "closed_at"):
        steps[duty].add(step)
        if closed_at is None:
            climbing.add(duty)
    return steps, climbing


def _climb(row: Obligation, due: Sequence[Step], book: ReachBook, now: datetime) -> int:
    """Only a duty with a step to take is locked, and looked at once more then."""
    if not due or not _is_still_open(row):
        return 0
    done = set(Escalation.objects.filter(obligation=row).values_list("step", flat=True))
    steps = [step for step in due if step.step not in done]
    for step in steps:
        _keep(row, step, take(step, row, book.deliveries.get(row.pk, []), now=now), now)
    return len(steps)


def _is_still_open(row: Obligation) -> bool:
    locked = Obligation.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    return locked is not None and locked.status not in _ENDED


def _keep(row: Obligation, step: Step, taken: Taken, now: datetime) -> None:
    kept = Escalation.objects.create(
        obligation=row,
        account=row.account,
        step=step.step,
        trigger=step.trigger,
        action=step.action,
        due_date=step.due_date,
        task=taken.task,
        delivery=taken.delivery,
        note=taken.note[:200],
        done_at=now,
    )
    record(
        "notifications.escalation.taken",
        subject=kept.uuid,
        actor=SYSTEM,
        at=now,
        account=row.account,
        plan_key=row.notice.plan.key,
        step=step.step,
        notice=row.notice.code,
    )


def _close(row: Obligation, now: datetime) -> None:
    """Any answer ends the ladder: steps are closed, and work that only sought an answer is taken off the desk."""
    close_tasks_of(row, note="answered meanwhile")
    Escalation.objects.filter(obligation=row, closed_at__isnull=True).update(closed_at=now)
