"""From which use did a retirement start, and what is on record of how it goes down?"""

import json
from datetime import UTC, datetime, timedelta

from django.db import transaction

from analytics.models import BurnDownDay, UsageBaseline
from analytics.rules.burn_down import Baseline, BurnDown, DayLeft
from analytics.rules.module_usage import ModuleUsage
from analytics.rules.use_verdict import AT_RISK, UseVerdict
from analytics.services.snapshots import keep_snapshot
from analytics.services.usage import usage
from lifecycle.api import SunsetPlan, reading
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import PUBLIC, Stage

FIGURES = ("users_28", "accounts_28", "accounts_left")


def note_burn_down(*, plan: SunsetPlan, found: ModuleUsage, now: datetime) -> int:
    """Freeze the baseline once the plan is announced, then a row for each day. Returns new rows; safe to run twice."""
    baseline = UsageBaseline.objects.filter(plan=plan).select_related("snapshot").first()
    if baseline is None and Stage(plan.stage) in PUBLIC:
        baseline = _freeze(plan, found, now=now)
    return _note(plan, baseline, found, now=now) if baseline else 0


def burn_down(*, module_key: str) -> BurnDown | None:
    """Of the module's newest announced plan; None before one is announced."""
    rows = UsageBaseline.objects.filter(plan__module__key=module_key).select_related("plan__module")
    row = rows.order_by("-frozen_at", "-pk").first()
    if row is None:
        return None
    plan = row.plan
    days = BurnDownDay.objects.filter(plan=plan, date__gte=row.as_of_date)
    promises = {each.kind: each.date for each in reading.promises(plan)}
    return BurnDown(
        plan=plan.key,
        module=plan.module.key,
        baseline=Baseline(row.as_of_date, row.users_28, row.accounts_28, row.events_28),
        off_date=promises.get(MilestoneKind.OFF),
        days=tuple(DayLeft(day.date, day.users_28, day.accounts_28, day.accounts_left) for day in days),
    )


def _freeze(plan: SunsetPlan, found: ModuleUsage, *, now: datetime) -> UsageBaseline | None:
    """The last complete day before the announcement, however late this runs; None while figures miss what came."""
    day = min(found.as_of, _announced_at(plan).astimezone(UTC).date() - timedelta(days=1))
    then = found if found.as_of == day else usage(module_key=plan.module.key, now=now, as_of=day)
    if then.feeds.behind:
        return None
    events = [each.events_28 for each in then.by_account]
    with transaction.atomic():
        row, _ = UsageBaseline.objects.get_or_create(
            plan=plan,
            defaults={
                "as_of_date": day,
                "users_28": then.users[28],
                "accounts_28": then.accounts[28],
                "events_28": None if None in events else sum(count or 0 for count in events),
                "snapshot": keep_snapshot(then, now=now),
                "frozen_at": now,
            },
        )
    return row


def _announced_at(plan: SunsetPlan) -> datetime:
    for event in reading.audit(plan_key=plan.key, action="lifecycle.plan.advanced", limit=50):
        if json.loads(event.body)["facts"].get("to") == Stage.ANNOUNCED:
            return event.at
    return plan.stage_since_at


def _note(plan: SunsetPlan, baseline: UsageBaseline, found: ModuleUsage, *, now: datetime) -> int:
    """The last complete day in full; of days that nobody noted in time, what the series still says."""
    known = {row.date: row for row in BurnDownDay.objects.filter(plan=plan)}
    missed = [
        BurnDownDay(plan=plan, date=day.date, users_28=day.users_28, noted_at=now)
        for day in found.daily
        if baseline.as_of_date <= day.date < found.as_of and day.date not in known
    ]
    today = _in_full(plan, baseline, found, now=now)
    old = known.get(found.as_of)
    if old is None and baseline.as_of_date <= found.as_of:
        missed.append(today)
    elif old and _is_corrected(old, today):
        today.pk = old.pk
        today.save()
    return len(BurnDownDay.objects.bulk_create(missed, ignore_conflicts=True)) if missed else 0


def _is_corrected(old: BurnDownDay, today: BurnDownDay) -> bool:
    """Late events tell another figure of the same day; one that is unknown now keeps what was known of it."""
    for figure in FIGURES:
        if getattr(today, figure) is None:
            setattr(today, figure, getattr(old, figure))
    return any(getattr(old, each) != getattr(today, each) for each in FIGURES)


def _in_full(plan: SunsetPlan, baseline: UsageBaseline, found: ModuleUsage, *, now: datetime) -> BurnDownDay:
    return BurnDownDay(
        plan=plan,
        date=found.as_of,
        users_28=found.users[28],
        accounts_28=found.accounts[28],
        accounts_left=_left(baseline, found),
        noted_at=now,
    )


def _left(baseline: UsageBaseline, found: ModuleUsage) -> int | None:
    """Unknown while of any of them is not known whether it uses it, and when it was not known at the announcement."""
    if baseline.accounts_28 is None:
        return None
    then = {each["account"] for each in baseline.snapshot.figures["by_account"] if each["verdict"] in AT_RISK}
    now = [each.verdict for each in found.by_account if each.account in then]
    return None if UseVerdict.UNKNOWN in now else sum(verdict in AT_RISK for verdict in now)
