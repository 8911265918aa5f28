"""What do commands say about a transfer?"""

from portability.models import Transfer
from portability.rules.canonical import Json
from portability.services.transfers.progress import differences_of, pace_of


def transfer_as_json(transfer: Transfer) -> dict[str, Json]:
    """What commands say about a transfer."""
    pace, found = pace_of(transfer), differences_of([transfer])
    return {
        "uuid": str(transfer.uuid),
        "plan": transfer.plan.key,
        "account": transfer.account.key,
        "target": transfer.target,
        "status": transfer.status,
        "reason": transfer.reason,
        "objects": {"total": pace.to_write, "done": pace.written, "percent": pace.percent, **pace.by_status},
        "rate_per_s": None if pace.rate is None else f"{pace.rate:.1f}",
        "remaining_s": None if pace.left_s is None else list(pace.left_s),
        "losses": transfer.losses,
        "accepted": transfer.accepted,
        "accepted_by": transfer.accepted_by,
        "differences": pace.wrong,
        "different": [
            {"kind": each.kind, "id": each.id, "part": each.part, "status": each.status, "reason": each.reason}
            for each in found
        ],
        "signed_by": transfer.signed_by,
        "data_as_of": transfer.snapshot.taken_at.isoformat() if transfer.snapshot else None,
        "verified_at": transfer.verified_at.isoformat() if transfer.verified_at else None,
    }


def transfer_lines(transfer: Transfer) -> list[str]:
    """The same for people: one line, then one for each difference."""
    pace = pace_of(transfer)
    left = "" if not pace.left_s or not pace.left_s[1] else f", {pace.left_s[0]} to {pace.left_s[1]} s left"
    rate = f", {pace.rate:.1f} a second" if pace.rate else ""
    reason = f" ({transfer.reason})" if transfer.reason else ""
    kept = f", {pace.kept} stay in the archive" if pace.kept else ""
    done = f"{pace.written} of {pace.to_write} objects{kept}"
    first = f"{transfer.account.key}: {transfer.status}, {done}{rate}{left}{reason}"
    wrong = differences_of([transfer])
    return [first, *(f"  {each.kind} {each.id}/{each.part} {each.status}: {each.reason}" for each in wrong)]
