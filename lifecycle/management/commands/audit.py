"""Does the audit ledger still hold, and what does it say?"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lifecycle.api import AuditEvent, OperatorCommand, Outcome, sequence_all, verify

TAMPERED, INCOMPLETE = 2, 4


class Command(OperatorCommand):
    help = "verify: 0 verified, 2 tampered (names the first place), 3 nothing recorded, 4 incomplete. export: the acts."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify", "export"])
        parser.add_argument("--plan", default="", help="export the acts of one plan only")

    def run(self, **options: Any) -> Outcome:
        return _export(options["plan"]) if options["act"] == "export" else _verify()


def _verify() -> Outcome:
    sequence_all(now=timezone.now())
    report = verify()
    fault = report.fault
    data = {
        "verified": report.verified,
        "waiting": report.waiting,
        "head": report.head,
        "fault": None if fault is None else {"seq": fault.seq, "kind": fault.kind, "sentence": fault.sentence},
    }
    if fault is not None:
        lines = [f"TAMPERED: {fault.sentence}.", f"{report.verified} events before it hold."]
        return Outcome(data, lines, code=TAMPERED)
    if report.waiting:
        lines = [f"{report.verified} events hold; {report.waiting} wait for their place."]
        return Outcome(data, lines, code=INCOMPLETE)
    if not report.verified:
        return Outcome(data, ["Nothing is recorded yet."], nothing=True)
    return Outcome(data, [f"Verified: {report.verified} events, last hash {report.head}."])


def _export(plan_key: str) -> Outcome:
    events = AuditEvent.objects.select_related("link").order_by("id")
    if plan_key:
        events = events.filter(plan_key=plan_key)
    found = [(event.link.seq if hasattr(event, "link") else None, event.body) for event in events.iterator()]
    rows = [{"seq": seq, "body": body} for seq, body in found]
    return Outcome(rows, [body for _, body in found], nothing=not found)
