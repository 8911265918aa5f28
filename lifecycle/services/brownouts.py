"""How is a series of short outages planned, ended or called off, and by whom?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from lifecycle import queries
from lifecycle.models import Account, Brownout, SunsetPlan
from lifecycle.rules import brownouts, rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.brownouts import BEFORE_THE_END, Outcome, Window
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import LADDER, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.refusal import Refused

FAR = timedelta(days=3_650)
MOST = 100


@transaction.atomic
def plan_brownouts(
    *, plan_id: int, first_date: date, local_time: time, hours: Sequence[int], actor: Actor, now: datetime
) -> tuple[Brownout, ...]:
    """One window a week in the plan's zone; voids approvals, which did not see it. Raises Refused."""
    plan = _locked(plan_id)
    verdict = rights.may(actor, rights.Right.EDIT_PLAN)
    windows: tuple[Window, ...] = ()
    if abs(first_date - now.date()) > FAR or len(hours) > MOST:  # no calendar could add so many weeks
        verdict += blocked("brownout_far", Reason.BROKEN_RULE)
    elif not all(1 <= each <= brownouts.LONGEST_HOURS for each in hours):
        verdict += blocked("brownout_length", Reason.BROKEN_RULE, longest=str(brownouts.LONGEST_HOURS))
    else:
        windows = brownouts.series(first_date, local_time, hours, plan.timezone)
        verdict += _place(plan, windows, now)
    if not verdict:
        raise Refused(verdict)
    rows = [_planned(plan, each) for each in windows]
    spans = [f"{each.starts_at.isoformat()}/{each.ends_at.isoformat()}" for each in windows]
    record("lifecycle.brownouts.planned", subject=plan.key, actor=actor, at=now, plan_key=plan.key, windows=spans)
    return tuple(rows)


@transaction.atomic
def end_brownout(*, plan_id: int, actor: Actor, reason: str, now: datetime) -> Brownout:
    """The open window ends now: the switch follows at its next pass, which is rung for. Raises Refused."""
    plan = _locked(plan_id)
    row = queries.open_brownouts(plan, now=now).first()
    verdict = rights.may(actor, rights.Right.STOP) + _reasoned(reason)
    if row is None:
        verdict += blocked("brownout_not_open", Reason.WRONG_STAGE)
    if not verdict or row is None:
        raise Refused(verdict)
    row.ended_early_at, row.outcome, row.revision = now, Outcome.ENDED_EARLY, row.revision + 1
    row.save(update_fields=["ended_early_at", "outcome", "revision"])
    subject = f"{plan.key} {row.starts_at.isoformat()}"
    record("lifecycle.brownout.ended", subject=subject, actor=actor, at=now, plan_key=plan.key, reason=reason)
    ring("lifecycle.drive_switches", plan_id=plan.pk)
    return row


@transaction.atomic
def cancel_brownouts(*, plan_id: int, actor: Actor, reason: str, now: datetime) -> int:
    """Every window that has not begun is called off; an open one goes on until it is ended. Raises Refused."""
    plan = _locked(plan_id)
    verdict = rights.may(actor, rights.Right.STOP) + _reasoned(reason)
    ahead = plan.brownouts.filter(outcome="", starts_at__gt=now)
    if not ahead.exists():
        verdict += blocked("brownout_not_ahead", Reason.WRONG_STAGE)
    if not verdict:
        raise Refused(verdict)
    count = ahead.update(outcome=Outcome.CANCELLED, revision=F("revision") + 1)
    record(
        "lifecycle.brownouts.cancelled",
        subject=plan.key,
        actor=actor,
        at=now,
        plan_key=plan.key,
        windows=count,
        reason=reason,
    )
    return count


def windows_of(plan: SunsetPlan) -> list[Brownout]:
    """Every outage that was ever planned, in order of time."""
    return list(plan.brownouts.order_by("starts_at"))


def windows_now(plan: SunsetPlan) -> list[Brownout]:
    """The same; while the plan is paused, and after its end, what has no outcome yet counts as called off."""
    found = windows_of(plan)
    if plan.stage not in BEFORE_THE_END or plan.stage == Stage.PAUSED:
        _call_off(found)
    return found


def windows_for(plan: SunsetPlan, account: Account, *, now: datetime) -> list[Brownout]:
    """As one account meets them: what cannot hit it counts as called off; a spared key account is called before."""
    position = queries.positions(plan, [account], now=now)[account.pk]
    found, until = windows_now(plan), position.exempt_until
    _call_off(each for each in found if position.held_at is not None or (until is not None and each.starts_at < until))
    return found


def _call_off(windows: Iterable[Brownout]) -> None:
    """Only as it is read: the switches' next pass puts it on record."""
    for each in windows:
        each.outcome = each.outcome or Outcome.CANCELLED


def _planned(plan: SunsetPlan, window: Window) -> Brownout:
    """One that was called off comes back under its own name, so that calendars follow."""
    row = plan.brownouts.filter(starts_at=window.starts_at).first() or Brownout(plan=plan, starts_at=window.starts_at)
    row.revision += 0 if row.pk is None else 1
    row.ends_at, row.outcome, row.opened_at, row.ended_early_at = window.ends_at, "", None, None
    row.save()
    return row


def _locked(plan_id: int) -> SunsetPlan:
    return SunsetPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)


def _place(plan: SunsetPlan, windows: Sequence[Window], now: datetime) -> Verdict:
    if plan.stage not in LADDER[: LADDER.index(Stage.OFF)]:
        return blocked("brownout_stage", Reason.WRONG_STAGE, stage=Stage(plan.stage).label.lower())
    if plan.brownouts.filter(outcome="", ends_at__gt=now).exists():
        return blocked("brownout_ahead", Reason.WRONG_STAGE)
    dated = {each.kind: each for each in queries.promises_of(plan)}
    earliest = dated.get(MilestoneKind.CLOSED_TO_NEW) or dated[MilestoneKind.ANNOUNCE]
    return brownouts.may_be_planned(windows, earliest_at=earliest.at, off_at=dated[MilestoneKind.OFF].at, now=now)


def _reasoned(reason: str) -> Verdict:
    return Verdict() if reason.strip() else blocked("reason", Reason.BROKEN_RULE, detail="say why")
