"""Which signals does one account's caller of a module get right now?"""

from datetime import datetime

from django.conf import settings

from lifecycle import queries
from lifecycle.models import Account, Module, SunsetPlan
from lifecycle.rules.caller_signals import Signals, Situation, signals_for
from lifecycle.rules.effective_stage import NEW_ACCOUNT, effective_level, effective_stage
from lifecycle.rules.milestones import MilestoneKind
from lifecycle.rules.stages import Stage


def signals_of(*, module: Module, account_key: str, now: datetime) -> Signals:
    """Of the module's active plan, else of its latest ended one; an unknown account is a new account."""
    plan = queries.active_plan_of(module.key) or module.plans.order_by("-created_at", "-id").first()
    if plan is None:
        return signals_for(None)
    account = Account.objects.filter(key=account_key).first() if account_key else None
    return signals_for(_situation(module, plan, account, now))


def _situation(module: Module, plan: SunsetPlan, account: Account | None, now: datetime) -> Situation:
    place = NEW_ACCOUNT if account is None else queries.positions(plan, [account], now=now)[account.pk]
    dated = {each.kind: each for each in queries.promises_of(plan)}
    deprecated = dated.get(MilestoneKind.CLOSED_TO_NEW) or dated.get(MilestoneKind.ANNOUNCE)
    off = dated.get(MilestoneKind.OFF)
    is_exempt = place.exempt_until is not None and now < place.exempt_until
    return Situation(
        module=module.key,
        stage=effective_stage(plan.position, place, now=now),
        level=effective_level(queries.position_of(plan, now=now), place, now=now),
        is_paused=plan.stage == Stage.PAUSED,
        is_exempt=is_exempt,
        is_held=place.held_at is not None,
        is_user=account is not None and queries.affected_accounts(plan).filter(pk=account.pk).exists(),
        deprecated_at=deprecated.at if deprecated else None,
        sunset_at=off.at if off else None,
        exempt_until=place.exempt_until if is_exempt else None,
        revision=max((each.revision for each in dated.values()), default=0),
        notice_url=f"{settings.PUBLIC_URL}/portal/",
        export_url=f"{settings.PUBLIC_URL}/portal/",
        successor_url=module.replacement_url,
    )
