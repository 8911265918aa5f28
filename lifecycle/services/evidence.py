"""How do facts get on record, and who may sign for those that nobody can compute?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lifecycle import queries
from lifecycle.models import Account, Evidence, SunsetPlan
from lifecycle.rules import rights
from lifecycle.rules.actors import Actor
from lifecycle.rules.criteria import CRITERIA, Scope, Source, Value
from lifecycle.rules.verdicts import Reason, blocked
from lifecycle.services.audit import record
from lifecycle.services.refusal import Refused

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A fact about an account, or about the plan as a whole; `value` None is unknown."""

    criterion: str
    subject: Account | None
    value: Value
    as_of: datetime
    detail: str = ""


def record_evidence(
    *,
    plan: SunsetPlan,
    criterion: str,
    subject: Account | None,
    value: Value,
    as_of: datetime,
    source: str,
    now: datetime | None = None,
    detail: str = "",
) -> Evidence:
    """Push a dated fact down. `value` None is unknown. Raises KeyError for a criterion that no gate knows."""
    known = CRITERIA[criterion]
    return Evidence.objects.create(
        plan=plan,
        criterion=known.key,
        account=subject,
        value=value,
        as_of=as_of,
        source=source,
        detail=detail[:500],
        recorded_at=now or as_of,
    )


def record_all_evidence(*, plan: SunsetPlan, facts: Iterable[DatedFact], source: str, now: datetime) -> int:
    """The same for many facts, in their order, with one insertion for many; answers how many."""
    rows = Evidence.objects.bulk_create(
        (
            Evidence(
                plan=plan,
                criterion=CRITERIA[each.criterion].key,
                account=each.subject,
                value=each.value,
                as_of=each.as_of,
                source=source,
                detail=each.detail[:500],
                recorded_at=now,
            )
            for each in facts
        ),
        batch_size=AT_ONCE,
    )
    return len(rows)


@transaction.atomic
def attest(
    *,
    plan: SunsetPlan,
    criterion: str,
    subject: Account | None,
    actor: Actor,
    note: str,
    now: datetime,
    holds: bool = True,
) -> Evidence:
    """A named person signs for a fact that the product cannot compute, or that it holds no longer. Raises Refused."""
    verdict = rights.may(actor, rights.Right.ATTEST)
    known = CRITERIA.get(criterion)
    if known is None or known.source is not Source.ATTESTED:
        verdict += blocked("not_attestable", Reason.BROKEN_RULE, criterion=criterion)
    elif (known.scope is Scope.PLAN) != (subject is None):
        whose = "the plan as a whole" if known.scope is Scope.PLAN else "one account"
        verdict += blocked("subject", Reason.BROKEN_RULE, detail=f"{criterion} speaks of {whose}")
    if criterion == "brownouts_done" and queries.brownouts_fact(plan) is not None:
        verdict += blocked("brownouts_speak", Reason.BROKEN_RULE)
    if criterion == "replacement_ready" and queries.replacement_fact(plan) is not None:
        verdict += blocked("scorecard_decides", Reason.BROKEN_RULE)
    if not note.strip():
        verdict += blocked("note", Reason.BROKEN_RULE, detail="say what you checked")
    if not verdict:
        raise Refused(verdict)
    fact = record_evidence(
        plan=plan, criterion=criterion, subject=subject, value=holds, as_of=now, source=actor.name, detail=note
    )
    record(
        "lifecycle.evidence.attested" if holds else "lifecycle.evidence.revoked",
        subject=criterion,
        actor=actor,
        at=now,
        account=subject,
        plan_key=plan.key,
        note=note,
    )
    return fact
