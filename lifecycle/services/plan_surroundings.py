"""What do the directory and the evidence say that a plan must be judged by?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min

from lifecycle import queries
from lifecycle.models import Account, SunsetPlan
from lifecycle.rules.lead_time import Demands, FastPath
from lifecycle.rules.milestones import STAGE_MILESTONE
from lifecycle.rules.notice_laws import law_of
from lifecycle.rules.plan_changes import reached
from lifecycle.rules.plan_floors import NOTHING_KNOWN, Surroundings
from lifecycle.rules.plan_settings import from_json
from lifecycle.rules.policies import POLICIES, Criticality
from lifecycle.rules.stages import Stage


def surroundings_of(*, plan: SunsetPlan | None, zone: str, now: datetime) -> Surroundings:
    """Contractual and lawful notice, facts for the fast path, and what is already behind a live plan.

    Contracts are those of the accounts concerned, or of all while nobody has looked who is concerned.
    """
    accounts = queries.affected_accounts(plan) if plan else Account.objects.none()
    concerned = accounts if accounts.exists() else Account.objects.all()
    contracts = concerned.filter(notice_days__gt=0).order_by("key").values_list("key", "notice_days")
    countries = concerned.order_by("country").values_list("country").annotate(first=Min("key"))
    stage = Stage(plan.paused_from or plan.stage) if plan else Stage.DRAFT
    return Surroundings(
        today=now.astimezone(ZoneInfo(zone)).date(),
        contracts=tuple(contracts),
        fast_path=_fast_path(plan) if plan else NOTHING_KNOWN,
        reached=reached(stage, STAGE_MILESTONE),
        laws=tuple((account, law) for country, account in countries for law in law_of(country)),
    )


def demands_for(*, plan: SunsetPlan, account: Account | None = None) -> Demands:
    """What asks for notice in a live plan, of one account or of all alike; feed it to `rules.lead_time.earliest`."""
    settings = from_json(plan.settings)
    return Demands(
        policy=POLICIES[plan.policy],
        criticality=Criticality(plan.module.criticality),
        is_major=settings.is_major,
        fast_path=_fast_path(plan) if settings.asks_fast_path else None,
        contract_notice_days=(account.notice_days or None) if account else None,
        floors=law_of(account.country) if account else (),
        freezes=settings.freezes,
        release_dates=settings.release_dates,
    )


def _fast_path(plan: SunsetPlan) -> FastPath:
    facts = queries.newest_facts(plan, of=["replacement_ready", "usage_below"])
    ready = facts.get(("replacement_ready", ""))
    use = [facts.get(("usage_below", key)) for key in queries.affected_accounts(plan).values_list("key", flat=True)]
    known = bool(use) and all(fact is not None and fact.value is not None for fact in use)
    is_low = all(fact is not None and fact.value == 0 for fact in use) if known else None
    return FastPath(is_use_low=is_low, is_replacement_ready=bool(ready.value) if ready else None)
