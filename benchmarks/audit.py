"""How fast is the whole ledger verified, beside nothing but writing and hashing its acts? (spec: reliability, P7)"""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta

from benchmarks.result import Result
from benchmarks.rounds import in_turns, rounds
from lifecycle.api import sequence_all, verify
from lifecycle.models import AuditEvent
from lifecycle.rules.audit_chain import canonical
from lifecycle.services.audit import columns_of

EVENTS = 50_000
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def measure(scale: float) -> list[Result]:
    number = max(10, round(EVENTS * scale))
    AuditEvent.objects.bulk_create((_event(n) for n in range(number)), batch_size=2_000)
    sequence_all(now=NOW)
    bodies = [json.loads(body) for body in AuditEvent.objects.order_by("id").values_list("body", flat=True)]

    def ours(_: int) -> None:
        report = verify()
        assert report.fault is None, report.fault
        assert report.verified == len(bodies)

    def peer(_: int) -> None:
        for body in bodies:
            text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            hashlib.sha256(text.encode()).hexdigest()

    pair = in_turns(ours, peer, times=rounds(scale))
    size = len(bodies)
    return [
        Result(
            f"verify {size:,} recorded acts, acts per second",
            size / pair.ours_s,
            size / pair.peer_s,
            "canonical JSON and SHA-256 alone",
            0.1,
            pair.peak_mb,
            at_least=True,
        )
    ]


def _event(n: int) -> AuditEvent:
    """As `record` writes it, without a transaction for each."""
    at = NOW + timedelta(seconds=n)
    event = AuditEvent(
        uuid=uuid.uuid4(),
        plan_key=f"plan-{n % 20}",
        action="notifications.delivery.accepted",
        actor="reconciler",
        subject=str(uuid.uuid4()),
        at=at,
    )
    facts = {"attempt": n % 3, "channel": "email", "message": str(uuid.uuid4())}
    event.body = canonical({**columns_of(event), "actor_kind": "system", "actor_person": "", "facts": facts})
    return event
