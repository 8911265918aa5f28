"""At which stage does one account find the module at an instant?"""

from dataclasses import dataclass
from datetime import datetime

from lifecycle.rules.stages import LADDER, RULES, Stage, SwitchLevel, previous_stage


@dataclass(frozen=True, slots=True)
class PlanPosition:
    """`paused_from` is set exactly while `stage` is paused; `is_browned_out` inside the window of an outage."""

    stage: Stage
    paused_from: Stage | None = None
    skipped: frozenset[Stage] = frozenset()
    is_browned_out: bool = False


@dataclass(frozen=True, slots=True)
class AccountPosition:
    """What holds one account back: the end of an access exemption, or its own rollback to a stage.

    `is_spared`: a key account that nobody has called yet, which no outage may hit.
    """

    exempt_until: datetime | None = None
    held_at: Stage | None = None
    is_spared: bool = False


NEW_ACCOUNT = AccountPosition()
BROWNED = frozenset(LADDER[LADDER.index(Stage.CLOSED_TO_NEW) : LADDER.index(Stage.OFF)])  # stages with outages


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
    """What the host product must do for that account; between brownout windows, as the stage before.

    Inside a window all use is refused but that of the export, which is never browned out.
    """
    stage = effective_stage(plan, account, now=now)
    is_held_back = stage is not effective_stage(plan, NEW_ACCOUNT, now=now)
    if stage is Stage.BROWNOUT:
        stage = previous_stage(stage, skipped=plan.skipped) or Stage.ANNOUNCED
    level = RULES[stage].level
    if plan.is_browned_out and plan.stage in BROWNED and not account.is_spared and not is_held_back:
        return max(level, SwitchLevel.EXPORT_ONLY)
    return level


def _earlier(one: Stage, other: Stage) -> Stage:
    return one if LADDER.index(one) <= LADDER.index(other) else other
