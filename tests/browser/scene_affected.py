"""Whom does the main plan of the scene touch by name: somebody at every step of the ladder, and a month before it?"""

from datetime import datetime, timedelta
from uuid import UUID

from analytics.api import push_affected
from lifecycle.api import (
    AffectedDay,
    AffectedSubject,
    SunsetPlan,
    claim_done,
    note_affected_day,
    record_account_signal,
    record_affected_use,
)
from lifecycle.models import Account
from lifecycle.rules.affected import Signal, SubjectKind
from lifecycle.rules.affected_use import Counting, SubjectUse
from tests.cast import dora

CLAIMED = UUID("00000000-0000-4000-e000-000000000000")
DAYS = 21


def some_affected(plan: SunsetPlan, accounts: list[Account], now: datetime) -> None:
    """From the scene's activity, with integrations of one account, answers of some, and three weeks of days."""
    plan.module.integrations = ["zapier", "nightly-etl"]
    plan.module.save()
    push_affected(plan_id=plan.pk, now=now)
    first = accounts[0].key
    uses = [
        SubjectUse(first, kind, key, 340, now - timedelta(days=80), now, ("group-files", "search"), through)
        for kind, key, through in (
            (SubjectKind.INTEGRATION, "zapier", ("zapier/2.1",)),
            (SubjectKind.CLIENT_VERSION, "ios/4.2.1", ()),
            (SubjectKind.TOKEN, "token:ci-7", ("curl/8",)),
        )
    ]
    record_affected_use(plan=plan, uses=uses, counting=Counting.NEW, now=now)
    told = {account.pk: now - timedelta(days=9) for account in accounts[:3]}
    record_account_signal(plan=plan, signal=Signal.TOLD, at_by_account=told, now=now)
    answered = {accounts[1].pk: now - timedelta(days=4)}
    record_account_signal(plan=plan, signal=Signal.ACKNOWLEDGED, at_by_account=answered, now=now)
    AffectedSubject.objects.filter(plan=plan, kind=SubjectKind.TOKEN).update(uuid=CLAIMED)
    claim_done(subject_id=CLAIMED, note="Bob turned it off on Tuesday.", actor=dora().actor, now=now)
    _days(plan, now)


def _days(plan: SunsetPlan, now: datetime) -> None:
    today = note_affected_day(plan, now=now)
    if today is None:
        raise RuntimeError("the scene has no activity")
    for back in range(1, DAYS):
        counts = {"pending": today.pending + 2 * back, "clear": max(0, today.clear - back // 5)}
        rest = dict.fromkeys(("notified", "acknowledged", "moving", "exempt", "breakage_accepted"), 0)
        day = now.date() - timedelta(days=back)
        AffectedDay.objects.create(plan=plan, date=day, noted_at=now, **counts, **rest)
