"""Which of those affected were told, who of them answered, and which key account is back after silence?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min

from lifecycle.api import (
    Account,
    AffectedSubject,
    SunsetPlan,
    affected,
    note_affected_day,
    reading,
    record_account_signal,
)
from lifecycle.rules.affected import Signal
from lifecycle.rules.tiers import Tier
from notifications.models import Acknowledgement, DeskTask, Obligation
from notifications.rules.statuses import ObligationStatus, TaskKind

_PROVEN = (ObligationStatus.REACHED, ObligationStatus.ACKNOWLEDGED)
NAMED = 20  # in the task; the rest are counted
INSTANT = timedelta(microseconds=1)


@transaction.atomic
def push_affected(*, plan_id: int, now: datetime) -> int:
    """Told is who was provably reached, acknowledged whose named person answered; returns how many subjects moved.

    Of an answer the newest counts: it may be one to use that came back. Safe to run twice.
    """
    plan = reading.plan_by_id(plan_id)
    if plan is None:
        return 0
    reached = Obligation.objects.filter(notice__plan=plan, status__in=_PROVEN, reached_at__isnull=False)
    answered = Acknowledgement.objects.filter(notice__plan=plan)
    news = {
        Signal.TOLD: dict(reached.values_list("account_id").annotate(Min("reached_at"))),
        Signal.ACKNOWLEDGED: dict(answered.values_list("account_id").annotate(Max("at"))),
    }
    moved = sum(
        record_account_signal(plan=plan, signal=signal, at_by_account=found, now=now) for signal, found in news.items()
    )
    if moved:
        note_affected_day(plan, now=now)
    for account, back_at in affected.accounts_back(plan, tier=Tier.KEY):
        _ask_to_call(plan, account, back_at, now=now)
    return moved


def _ask_to_call(plan: SunsetPlan, account: Account, back_at: datetime, *, now: datetime) -> None:
    """One task per account while it is open; use that comes back after it was closed is asked about anew."""
    known = DeskTask.objects.filter(plan=plan, account=account, kind=TaskKind.BACK_IN_USE).order_by("-id").first()
    if known and (known.closed_at is None or known.closed_at >= back_at):
        return
    since = known.closed_at + INSTANT if known and known.closed_at else plan.created_at
    subjects = [row for row in affected.reopened(plan, since=since) if row.account_id == account.pk]
    DeskTask.objects.get_or_create(
        source=f"{TaskKind.BACK_IN_USE}:{plan.pk}:{account.pk}:{back_at.isoformat()}",
        defaults={
            "account": account,
            "plan": plan,
            "kind": TaskKind.BACK_IN_USE,
            "owner_email": account.csm_email,
            "due_date": now.astimezone(ZoneInfo(account.timezone)).date(),
            "subject": f"{account.name}: {plan.module.name} is used again after it had fallen silent"[:300],
            "script": "\n".join(_lines(subjects)),
            "created_at": now,
        },
    )


def _lines(subjects: list[AffectedSubject]) -> list[str]:
    lines = [
        f"{row.kind} {row.key}, last use {row.last_at:%Y-%m-%d %H:%M} UTC"
        + (f", through {', '.join(row.through)}" if row.through else "")
        for row in subjects[:NAMED]
    ]
    rest = len(subjects) - NAMED
    return [*lines, f"and {rest} more"] if rest > 0 else lines
