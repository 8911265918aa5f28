"""Where may a transfer go from where it is, and what becomes of each of its objects?"""

from enum import StrEnum


class TransferStatus(StrEnum):
    """Stations of a transfer, in order; the last four are ways to stop."""

    DRAFT = "draft"
    MAPPED = "mapped"
    REHEARSED = "rehearsed"
    PILOTED = "piloted"
    COPYING = "copying"
    SYNCING = "syncing"
    CUTTING_OVER = "cutting_over"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    PAUSED = "paused"
    FAILED = "failed"
    ROLLED_BACK = "rolled_back"
    CANCELLED = "cancelled"


class ObjectStatus(StrEnum):
    """What is known of one object at the target; `sending` beyond its lease is ambiguous until the target was asked."""

    PENDING = "pending"
    SENDING = "sending"
    WRITTEN = "written"
    VERIFIED = "verified"
    DIFFERS = "differs"
    FAILED = "failed"
    SKIPPED = "skipped"
    SUPERSEDED = "superseded"


S, Found = TransferStatus, ObjectStatus
STOPPED = frozenset({S.ROLLED_BACK, S.CANCELLED})
OPEN = frozenset(S) - STOPPED - {S.COMPLETED}
UNRESOLVED = frozenset({Found.PENDING, Found.SENDING})
NOTHING_THERE = frozenset({Found.SKIPPED, Found.SUPERSEDED})  # never sent, or taken back
WRONG = frozenset({Found.DIFFERS, Found.FAILED})

# Nothing was written before `piloted`: those are called off; afterwards a transfer is rolled back. From `verifying`
# back to `copying` is the way of a repair: only what differs is sent again. `completed` may be verified again.
MOVES: dict[TransferStatus, frozenset[TransferStatus]] = {
    S.DRAFT: frozenset({S.MAPPED, S.CANCELLED}),
    S.MAPPED: frozenset({S.REHEARSED, S.CANCELLED}),
    S.REHEARSED: frozenset({S.MAPPED, S.PILOTED, S.COPYING, S.CANCELLED}),
    S.PILOTED: frozenset({S.COPYING, S.PAUSED, S.FAILED, S.ROLLED_BACK}),
    S.COPYING: frozenset({S.SYNCING, S.VERIFYING, S.PAUSED, S.FAILED, S.ROLLED_BACK}),
    S.SYNCING: frozenset({S.CUTTING_OVER, S.PAUSED, S.FAILED, S.ROLLED_BACK}),
    S.CUTTING_OVER: frozenset({S.SYNCING, S.VERIFYING, S.PAUSED, S.FAILED, S.ROLLED_BACK}),
    S.VERIFYING: frozenset({S.COMPLETED, S.COPYING, S.PAUSED, S.FAILED, S.ROLLED_BACK}),
    S.COMPLETED: frozenset({S.VERIFYING, S.ROLLED_BACK}),
    S.PAUSED: frozenset({S.COPYING, S.SYNCING, S.CUTTING_OVER, S.VERIFYING, S.FAILED, S.ROLLED_BACK}),
    S.FAILED: frozenset({S.COPYING, S.ROLLED_BACK}),
    S.ROLLED_BACK: frozenset(),
    S.CANCELLED: frozenset(),
}


def may_move(status: TransferStatus, to: TransferStatus) -> bool:
    """Is there a way from one station to the other?"""
    return to in MOVES[status]
