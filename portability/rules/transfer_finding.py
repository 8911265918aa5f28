"""Is the transfer of an account done, as a gate asks it, and in which words?"""

from dataclasses import dataclass
from datetime import datetime

from portability.rules.readiness import Finding
from portability.rules.transfer_status import TransferStatus


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """The newest transfer of an account for a plan. `is_current`: nothing came in after its snapshot.

    `objects` were read back equal; `kept` were never sent, because the target cannot take them.
    """

    status: TransferStatus
    opened_at: datetime
    verified_at: datetime | None
    objects: int
    kept: int
    differences: int
    signed_by: str
    is_current: bool


def transfer_done(transfer: TransferFacts | None, declined_at: datetime | None) -> Finding | None:
    """The newest word counts; None when there is neither a transfer nor an answer, and a person has to sign."""
    if declined_at is not None and (transfer is None or declined_at >= transfer.opened_at):
        return Finding(True, f"declined in writing on {declined_at:%Y-%m-%d}")
    if transfer is None:
        return None
    if transfer.status is not TransferStatus.COMPLETED or transfer.verified_at is None:
        return Finding(False, f"the transfer is {transfer.status.value.replace('_', ' ')}")
    if not transfer.is_current:
        return Finding(False, "content came in after it was transferred")
    day, rest = f"{transfer.verified_at:%Y-%m-%d}", f", {transfer.kept} stay in the archive" if transfer.kept else ""
    if not transfer.differences:
        return Finding(True, f"{transfer.objects} objects read back on {day}, all equal{rest}")
    said = f"{transfer.objects} objects read back equal on {day}{rest}"
    return Finding(
        bool(transfer.signed_by), f"{said}, {transfer.differences} differences signed by {transfer.signed_by}"
    )
