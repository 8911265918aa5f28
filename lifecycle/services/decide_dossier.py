"""What lies on the table when a decision is taken, and does a new fact make it stale?"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from lifecycle import queries
from lifecycle.models import Account, DecisionDossier, DecisionRecord, SunsetPlan
from lifecycle.rules.audit_chain import canonical
from lifecycle.rules.dossier import Broken, Considered, Dossier, Known, bounds_around, broken, known_figures
from lifecycle.rules.gates import Fact
from lifecycle.rules.stakes import (
    TOP_ACCOUNTS,
    Concentration,
    Stake,
    UsageFigures,
    concentrate,
    revenue_of,
    top_accounts,
)
from lifecycle.rules.tiers import Tier
from lifecycle.services.assess_reading import Assessment, assessment_of

_SHAPE: TypeAdapter[Dossier] = TypeAdapter(Dossier)


def dossier_for(
    plan: SunsetPlan,
    *,
    usage: UsageFigures | None,
    options: Sequence[str],
    risks: Sequence[str],
    tolerance: Decimal,
    now: datetime,
) -> Dossier:
    """Everything as it stands now."""
    found = assessment_of(plan)
    return Dossier(
        frozen_at=now,
        reason_kind=plan.reason_kind,
        reason=plan.reason,
        module=plan.module.key,
        module_name=plan.module.name,
        replacement=found.main.terms.replacement,
        off_date=found.main.terms.off_date,
        usage=usage,
        concentration=concentration_of(plan, usage),
        remarks=tuple(each.remark for each in found.remarks),
        dependants=tuple((each.name, each.note) for each in found.dependants),
        considered=tuple(_considered(each) for each in options),
        scores=found.main.scores,
        capabilities=found.main.capabilities,
        costs=found.main.costs,
        effects=tuple(effect for _, effect in found.effects),
        risks=tuple(risks),
        bounds=bounds_around(figures_of(plan, found), tolerance=tolerance),
    )


def keep(decision: DecisionRecord, dossier: Dossier) -> DecisionDossier:
    content: dict[str, Any] = _SHAPE.dump_python(dossier, mode="json")
    digest = hashlib.sha256(canonical(content).encode()).hexdigest()
    return DecisionDossier.objects.create(decision=decision, content=content, sha256=digest)


def dossier_of(decision: DecisionRecord) -> Dossier | None:
    """None for decisions taken before dossiers were kept."""
    kept = DecisionDossier.objects.filter(decision=decision).first()
    return None if kept is None else _SHAPE.validate_python(kept.content)


def stale_because(plan: SunsetPlan, decision: DecisionRecord) -> tuple[Broken, ...]:
    """Which facts of today lie beyond what the decision was bound to."""
    dossier = dossier_of(decision)
    if dossier is None or not dossier.bounds:
        return ()
    return broken(dossier.bounds, figures_of(plan, assessment_of(plan)))


def figures_of(plan: SunsetPlan, found: Assessment) -> Known:
    """The figures of today that a decision may be bound to, from evidence and the plan's own scenario."""
    stakes = stakes_on_record(plan)
    known = [each.users for each in stakes if each.users is not None]
    return known_figures(
        users=sum(known) if known else None,
        accounts=sum(users > 0 for users in known) if known else None,
        revenue=revenue_of([each for each in stakes if each.may_use]),
        costs=found.main.costs,
        scores=found.main.scores,
        remarks=[each.remark for each in found.remarks],
    )


def concentration_of(plan: SunsetPlan, usage: UsageFigures | None) -> Concentration:
    """Who is hit, from analytics' figures where they were given, else from evidence; names and tiers from us."""
    priced = Account.objects.exclude(revenue=None).order_by("-revenue", "key").values_list("key", "revenue")
    measured = usage.stakes if usage else ()  # none: analytics never saw the module, evidence may come from elsewhere
    given = _named(measured) if measured else stakes_on_record(plan)
    reach = usage.users_28 / usage.users_all if usage and usage.users_all and usage.users_28 is not None else None
    top = top_accounts(list(priced[:TOP_ACCOUNTS]))
    return concentrate(given, top=top, accounts=Account.objects.count(), reach=reach)


def stakes_on_record(plan: SunsetPlan) -> tuple[Stake, ...]:
    """Every account whose use was ever measured for this plan."""
    facts: dict[str, Fact] = {
        subject: fact for (_, subject), fact in queries.newest_facts(plan, of=["usage_below"]).items()
    }
    counted = [Stake(key, users=_count(fact)) for key, fact in sorted(facts.items())]
    return _named(counted)


def _named(stakes: Sequence[Stake]) -> tuple[Stake, ...]:
    rows = {row.key: row for row in Account.objects.filter(key__in={each.account for each in stakes})}
    return tuple(
        replace(
            each,
            name=row.name,
            is_key_account=row.tier == Tier.KEY,
            revenue=row.revenue,
            currency=row.currency,
        )
        if (row := rows.get(each.account))
        else each
        for each in stakes
    )


def _count(fact: Fact) -> int | None:
    return int(fact.value) if isinstance(fact.value, int | float) else None


def _considered(line: str) -> Considered:
    option, _, note = line.partition(":")
    return Considered(option.strip(), note.strip())
