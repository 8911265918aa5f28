"""At which stage does an account find the module?"""

from datetime import datetime

from lifecycle import queries
from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.effective_stage import NEW_ACCOUNT, effective_level, effective_stage
from lifecycle.rules.stages import Stage, SwitchLevel


def stage_of(*, plan: SunsetPlan, account: Account | None, now: datetime) -> Stage:
    """An unknown account is a new account."""
    position = NEW_ACCOUNT if account is None else queries.positions(plan, [account], now=now)[account.pk]
    return effective_stage(plan.position, position, now=now)


def level_of(*, plan: SunsetPlan, account: Account | None, now: datetime) -> SwitchLevel:
    position = NEW_ACCOUNT if account is None else queries.positions(plan, [account], now=now)[account.pk]
    return effective_level(queries.position_of(plan, now=now), position, now=now)
