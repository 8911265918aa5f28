"""Does every active plan know whether the audit ledger verifies today?"""

from datetime import datetime

from lifecycle.models import SunsetPlan
from lifecycle.services.audit_chain import ChainReport, sequence_all, verify
from lifecycle.services.evidence_once import record_evidence_once

SOURCE = "audit ledger"


def prove_audit(*, now: datetime) -> ChainReport:
    """Read the whole chain again and bring the result to the gates (G19)."""
    sequence_all(now=now)
    report = verify()
    is_whole = report.fault is None  # acts of this very second may still wait for their place
    detail = report.fault.sentence if report.fault else f"events verified up to {report.verified}"
    for plan in SunsetPlan.objects.active():
        record_evidence_once(
            plan=plan, criterion="audit_ok", subject=None, value=is_whole, now=now, source=SOURCE, detail=detail
        )
    return report
