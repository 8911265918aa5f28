"""Which acts belong into the story of a retirement?"""

from lifecycle.models import AuditEvent
from lifecycle.rules.closing_report import Act

_TOLD = {
    "lifecycle.plan.applied": "Plan applied",
    "lifecycle.decision.recorded": "Decision recorded",
    "lifecycle.risk.backed": "Risk taken on record",
    "lifecycle.approval.given": "Approved",
    "lifecycle.approval.withdrawn": "Approval withdrawn",
    "lifecycle.plan.advanced": "Stage changed",
    "lifecycle.milestone.moved": "Date moved",
    "lifecycle.exemption.granted": "Exemption granted",
    "lifecycle.exemption.ended": "Exemption ended early",
    "lifecycle.evidence.attested": "Signed for",
    "lifecycle.account.rolled_back": "Given back to one account",
    "lifecycle.account.released": "Account follows the plan again",
    "lifecycle.rollback.proposed": "Rollback proposed",
    "lifecycle.switch.driven": "Switch driven",
}
MOST = 500


def acts_of(plan_key: str) -> tuple[Act, ...]:
    """Oldest first; the newest when there are too many to read."""
    rows = AuditEvent.objects.filter(plan_key=plan_key, action__in=_TOLD).select_related("link").order_by("-id")[:MOST]
    return tuple(
        Act(row.at, _TOLD[row.action], row.subject, row.actor, row.link.seq if hasattr(row, "link") else None)
        for row in reversed(rows)
    )
