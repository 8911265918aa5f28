"""How does one account, or do all, get the module back, and when does an account follow the plan again?"""

from datetime import datetime

from django.db import transaction

from lifecycle.models import Account, SunsetPlan, Switch
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.effective_stage import AccountPosition, effective_level
from lifecycle.rules.stages import LADDER, SKIPPABLE, UNDOABLE, Stage
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.advance import advance
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.refusal import Refused


def roll_back_plan(*, plan_id: int, actor: Actor, now: datetime, reason: str) -> SunsetPlan:
    """Reopen the module for everybody: the plan is rolled back. Raises Refused, and after `closed` always."""
    return advance(plan_id=plan_id, to=Stage.ROLLED_BACK, actor=actor, now=now, reason=reason)


@transaction.atomic
def roll_back_account(
    *, plan_id: int, account: Account, actor: Actor, now: datetime, reason: str, to: Stage | None = None
) -> Switch:
    """Hold one account at an earlier stage (the last one before `off` unless said). One person may, always.

    The same again changes nothing. Its late calls are settled by the act. Raises Refused.
    """
    plan = SunsetPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    stage = to or _last_before_off(plan)
    verdict = _verdict(plan, stage, actor, reason)
    if not verdict:
        raise Refused(verdict)
    row = plan.switches.select_for_update().filter(account=account).first() or Switch(plan=plan, account=account)
    if row.held_at_stage == stage:
        return row
    _hold(row, plan, stage, now)
    plan.stragglers.filter(account=account, settled_at__isnull=True).update(
        settled_at=now, settled_note="the module was given back"
    )
    _tell("lifecycle.account.rolled_back", plan, account, actor, now, to=stage, reason=reason)
    return row


@transaction.atomic
def release_account(*, plan_id: int, account: Account, actor: Actor, now: datetime, reason: str) -> Switch:
    """The account follows the plan again. Raises Refused when it is not held."""
    plan = SunsetPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    row = plan.switches.select_for_update().filter(account=account).exclude(held_at_stage="").first()
    verdict = rights.may(actor, rights.Right.MOVE) + _reason(reason)
    if row is None:
        verdict += blocked("not_held", Reason.WRONG_STAGE, subject=account.key, detail="the account is not held back")
    if not verdict or row is None:
        raise Refused(verdict)
    _hold(row, plan, None, now)
    _tell("lifecycle.account.released", plan, account, actor, now, reason=reason)
    return row


def _verdict(plan: SunsetPlan, to: Stage, actor: Actor, reason: str) -> Verdict:
    verdict = rights.may(actor, rights.Right.STOP) + _reason(reason)
    current = Stage(plan.paused_from or plan.stage)
    if current not in UNDOABLE:
        verdict += blocked("no_way_back", Reason.WRONG_STAGE, stage=current.label)
    elif to not in LADDER or not LADDER.index(Stage.ANNOUNCED) <= LADDER.index(to) < LADDER.index(current):
        verdict += blocked("not_earlier", Reason.BROKEN_RULE, to=to.label, stage=current.label)
    return verdict


def _reason(reason: str) -> Verdict:
    return Verdict() if reason.strip() else blocked("reason", Reason.BROKEN_RULE, detail="say why")


def _last_before_off(plan: SunsetPlan) -> Stage:
    """The last stage below the present one in which the module was still there."""
    current = Stage(plan.paused_from or plan.stage)
    top = min(LADDER.index(current), LADDER.index(Stage.BROWNOUT)) if current in LADDER else 0
    kept = [stage for stage in LADDER[:top] if stage in SKIPPABLE and stage not in plan.skipped_stages]
    return kept[-1] if kept else Stage.ANNOUNCED


def _hold(row: Switch, plan: SunsetPlan, stage: Stage | None, now: datetime) -> None:
    row.held_at_stage = stage or ""
    row.desired = effective_level(plan.position, AccountPosition(held_at=stage), now=now)
    row.desired_at, row.equal_reads = now, 0
    row.save()


def _tell(action: str, plan: SunsetPlan, account: Account, actor: Actor, now: datetime, **facts: object) -> None:
    subject = f"{plan.key}/{account.key}"
    record(action, subject=subject, actor=actor, at=now, account=account, plan_key=plan.key, **facts)
    ring("lifecycle.drive_switches", plan_id=plan.pk)
    ring("notifications.reconcile", plan_id=plan.pk)
