"""How does one account get leave, time-boxed and on record?"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lifecycle.models import Account, Exemption, SunsetPlan
from lifecycle.rules.actors import Actor
from lifecycle.rules.approvals import APPROVERS
from lifecycle.rules.criteria import CRITERIA, Scope
from lifecycle.rules.verdicts import Reason, Verdict, blocked
from lifecycle.services.audit import record
from lifecycle.services.doorbell import ring
from lifecycle.services.refusal import Refused


@transaction.atomic
def grant_exemption(
    *,
    plan: SunsetPlan,
    account: Account,
    criterion: str,
    reason: str,
    ends_at: datetime,
    granted_by: Sequence[Actor],
    now: datetime,
) -> Exemption:
    """`criterion` '' grants access; a criterion's key lets it pass, which takes two people (A19). Raises Refused."""
    verdict = _verdict(plan, criterion, reason, granted_by)
    if ends_at <= now:
        verdict += blocked("ends_at", Reason.BROKEN_RULE, detail="the end is past")
    if not verdict:
        raise Refused(verdict)
    exemption = Exemption.objects.create(
        plan=plan,
        account=account,
        kind=Exemption.Kind.CRITERION if criterion else Exemption.Kind.ACCESS,
        criterion=criterion,
        reason=reason,
        starts_at=now,
        ends_at=ends_at,
        granted_by=[each.identity for each in granted_by],
    )
    for actor in granted_by:
        record(
            "lifecycle.exemption.granted",
            subject=exemption.uuid,
            actor=actor,
            at=now,
            account=account,
            plan_key=plan.key,
            criterion=criterion,
            ends_at=ends_at,
        )
    ring("notifications.reconcile", plan_id=plan.pk)
    ring("lifecycle.drive_switches", plan_id=plan.pk)
    return exemption


def _verdict(plan: SunsetPlan, criterion: str, reason: str, granted_by: Sequence[Actor]) -> Verdict:
    author = (plan.author.identity or str(plan.author.uuid)) if plan.author else ""
    people = {each.identity for each in granted_by if each.role in APPROVERS and each.identity != author}
    verdict = Verdict()
    if criterion and not (criterion in CRITERIA and CRITERIA[criterion].may_be_exempted):
        verdict += blocked("not_exemptible", Reason.BROKEN_RULE, criterion=criterion)
    elif criterion and CRITERIA[criterion].scope is Scope.PLAN:
        verdict += blocked("subject", Reason.BROKEN_RULE, detail=f"{criterion} speaks of the plan as a whole")
    if len(people) < (2 if criterion else 1):
        verdict += blocked("two_people", Reason.WRONG_PERSON)
    if not reason.strip():
        verdict += blocked("reason", Reason.BROKEN_RULE, detail="say why")
    return verdict
