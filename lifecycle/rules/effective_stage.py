"""At which stage does one account find the module at an instant?"""

from dataclasses import dataclass
from datetime import datetime

from lifecycle.rules.stages import LADDER, RULES, Stage, SwitchLevel, previous_stage


@dataclass(frozen=True, slots=True)
class PlanPosition:
    """`paused_from` is set exactly while `stage` is paused."""

    stage: Stage
    paused_from: Stage | None = None
    skipped: frozenset[Stage] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountPosition:
    """What holds one account back: the end of an access exemption, or its own rollback to a stage."""

    exempt_until: datetime | None = None
    held_at: Stage | None = None


NEW_ACCOUNT = AccountPosition()


def effective_stage(plan: PlanPosition, account: AccountPosition, *, now: datetime) -> Stage:
    """The plan's stage, held back by the account's exemption or own rollback; never ahead of the plan."""
    stage = plan.paused_from if plan.stage is Stage.PAUSED and plan.paused_from else plan.stage
    if stage not in LADDER:
        return stage
    if account.exempt_until is not None and now < account.exempt_until:
        return _earlier(stage, Stage.ANNOUNCED)
    if account.held_at is not None:
        return _earlier(stage, account.held_at)
    return stage


def effective_level(plan: PlanPosition, account: AccountPosition, *, now: datetime) -> SwitchLevel:
    """What the host product must do for that account; between brownout windows, as the stage before."""
    stage = effective_stage(plan, account, now=now)
    if stage is Stage.BROWNOUT:
        stage = previous_stage(stage, skipped=plan.skipped) or Stage.ANNOUNCED
    return RULES[stage].level


def _earlier(one: Stage, other: Stage) -> Stage:
    return one if LADDER.index(one) <= LADDER.index(other) else other
