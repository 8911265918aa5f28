"""Nobody answers: which step of the ladder is due, and was it taken?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from lifecycle.api import reading, record
from lifecycle.rules.actors import Actor
from lifecycle.rules.stages import ENDED, Stage
from lifecycle.rules.tiers import Tier
from notifications.models import Escalation, Obligation
from notifications.rules.ladder_steps import Action, Standing, Step, breach_day, steps
from notifications.rules.notice_codes import Channel
from notifications.rules.reach import Reach
from notifications.rules.served import CARRIES_DATES, SETTLED
from notifications.rules.statuses import DEAD_ENDS, ObligationStatus
from notifications.services.breach import close_tasks_of
from notifications.services.calendars import working_days_of
from notifications.services.escalate_steps import Taken, take
from notifications.services.reach_book import ReachBook

SYSTEM = Actor.system("ladder")
_ENDED = frozenset({ObligationStatus.SUPERSEDED, ObligationStatus.WAIVED})
_QUIET = ENDED | {Stage.PAUSED}
_NEEDS_A_PERSON = frozenset({Action.TASK, Action.CALL, Action.MANAGER, Action.EXECUTIVE})


@transaction.atomic
def escalate(*, plan_id: int, now: datetime) -> int:
    """Takes each step once, closes what an answer made needless; returns how many steps. Safe to run twice or late."""
    plan = reading.plan_by_id(plan_id)
    if plan is None or Stage(plan.stage) in _QUIET:
        return 0
    rows = Obligation.objects.filter(notice__plan=plan).exclude(status__in=_ENDED).order_by("id")
    climbing = set(
        Escalation.objects.filter(obligation__in=rows, closed_at=None).values_list("obligation_id", flat=True)
    )
    book, taken = ReachBook.read(plan), 0
    for row in rows.select_related("notice", "account").select_for_update(of=("self",)):
        row.notice.plan = plan
        known = book.reach_of(row, now=now)
        is_settled = is_answered(row, known, book)
        if is_settled and (row.pk in climbing or row.breached_at):
            _close(row, now)
        elif not is_settled:
            taken += _climb(row, known, book, now)
    return taken


def is_answered(row: Obligation, known: Reach, book: ReachBook) -> bool:
    """A key account must have answered what carries dates; of the others, and else, being reached is enough.

    Whatever shuts the gate has no answer.
    """
    if known.status is ObligationStatus.BREACHED:
        return False
    if known.status is ObligationStatus.ACKNOWLEDGED or known.status is ObligationStatus.WAIVED:
        return True
    if Tier(row.account.tier) is not Tier.KEY or row.notice.code not in CARRIES_DATES:
        return known.status in SETTLED
    since = min((each.created_at for each in book.deliveries.get(row.pk, ())), default=None)
    spoken_at = book.spoken_at.get(row.account_id)
    return since is not None and spoken_at is not None and spoken_at >= since


def due_steps(row: Obligation, known: Reach, book: ReachBook, *, now: datetime) -> tuple[Step, ...]:
    """The whole ladder of an obligation with its days; also of what lies ahead."""
    days = working_days_of(row.account.country, first_year=now.year)
    standing = Standing(
        tier=Tier(row.account.tier),
        silent_since=_silent_since(row, known, book),
        bounced_on=_bounced_on(row, book),
        breach_on=breach_day(row.floor_date, row.due_date, days) if row.floor_date else None,
    )
    return steps(standing, days)


def _climb(row: Obligation, known: Reach, book: ReachBook, now: datetime) -> int:
    done = set(Escalation.objects.filter(obligation=row).values_list("step", flat=True))
    today, taken = _local(row, now), 0
    for step in due_steps(row, known, book, now=now):
        if step.due_date > today or step.step in done or _may_wait(row, step, known, today):
            continue
        _keep(row, step, take(step, row, book.deliveries.get(row.pk, []), now=now), now)
        taken += 1
    return taken


def _may_wait(row: Obligation, step: Step, known: Reach, today: date) -> bool:
    """Somebody else has the message, and silence is about to prove it: only key accounts are called meanwhile."""
    waits = known.waits_until is not None and today < known.waits_until
    return waits and step.action in _NEEDS_A_PERSON and Tier(row.account.tier) is not Tier.KEY


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


def _silent_since(row: Obligation, known: Reach, book: ReachBook) -> date | None:
    """The first day on which the notice was with them; None when no answer is asked for, or nothing was sent."""
    is_asked = row.notice.code in CARRIES_DATES or Tier(row.account.tier) is not Tier.KEY
    sent = [each for each in book.deliveries.get(row.pk, ()) if each.accepted_at and each.status not in DEAD_ENDS]
    if not is_asked or not sent or (known.is_uncertain and not known.is_sent):
        return None
    return min(_local(row, each.accepted_at) for each in sent if each.accepted_at)


def _bounced_on(row: Obligation, book: ReachBook) -> date | None:
    """The day on which the first message came back, or on which there was nobody to write to."""
    mails = [each for each in book.deliveries.get(row.pk, ()) if each.channel == Channel.EMAIL]
    back = [each for each in mails if each.status in DEAD_ENDS]
    if back:
        return _local(row, min(book.back_at.get(each.pk, each.created_at) for each in back))
    return book.nobody_on.get(row.pk) if not mails else None


def _local(row: Obligation, at: datetime) -> date:
    return at.astimezone(ZoneInfo(row.account.timezone)).date()
