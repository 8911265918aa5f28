"""How does a part that looks every few seconds bring evidence without filling the ledger?"""

from datetime import datetime, timedelta

from lifecycle.models import Account, Evidence, SunsetPlan
from lifecycle.rules.criteria import Value
from lifecycle.services.evidence import record_evidence

AGAIN_AFTER = timedelta(hours=1)


def record_evidence_once(
    *, plan: SunsetPlan, criterion: str, subject: Account | None, value: Value, now: datetime, source: str, detail: str
) -> None:
    """A ledger is not a heartbeat: what changed (fact or detail) is written at once, the same again once an hour."""
    rows = Evidence.objects.filter(plan=plan, criterion=criterion, account=subject)
    last = rows.order_by("-as_of", "-id").first()
    is_same = last is not None and _said(last) == (type(value), value, detail[:500])
    if last is None or not is_same or now - last.as_of >= AGAIN_AFTER:
        record_evidence(
            plan=plan, criterion=criterion, subject=subject, value=value, as_of=now, source=source, detail=detail
        )


def _said(fact: Evidence) -> tuple[type, Value, str]:
    return type(fact.value), fact.value, fact.detail
