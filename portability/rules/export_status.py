"""Where may an export go from where it is?"""

from enum import StrEnum


class ExportStatus(StrEnum):
    """Stations of an export, in order; the last seven are ways to stop."""

    REQUESTED = "requested"
    AWAITING_APPROVAL = "awaiting_approval"
    QUEUED = "queued"
    SNAPSHOTTING = "snapshotting"
    BUILDING = "building"
    PACKAGING = "packaging"
    VERIFYING = "verifying"
    READY = "ready"
    PAUSED = "paused"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REVOKED = "revoked"


S = ExportStatus
WORKING = (S.SNAPSHOTTING, S.BUILDING, S.PACKAGING, S.VERIFYING)
OPEN = frozenset({S.REQUESTED, S.AWAITING_APPROVAL, S.QUEUED, *WORKING, S.PAUSED})
CLAIMABLE = frozenset({S.QUEUED, *WORKING, S.PAUSED})

# Back to building is the way of a worker that takes over from a dead one: chunks that are whole stay.
MOVES: dict[ExportStatus, frozenset[ExportStatus]] = {
    S.REQUESTED: frozenset({S.AWAITING_APPROVAL, S.QUEUED, S.REFUSED, S.CANCELLED}),
    S.AWAITING_APPROVAL: frozenset({S.QUEUED, S.REFUSED, S.CANCELLED}),
    S.QUEUED: frozenset({S.SNAPSHOTTING, S.BUILDING, S.CANCELLED, S.FAILED, S.PAUSED}),
    S.SNAPSHOTTING: frozenset({S.BUILDING, S.CANCELLED, S.FAILED, S.PAUSED}),
    S.BUILDING: frozenset({S.PACKAGING, S.CANCELLED, S.FAILED, S.PAUSED}),
    S.PACKAGING: frozenset({S.VERIFYING, S.BUILDING, S.CANCELLED, S.FAILED, S.PAUSED}),
    S.VERIFYING: frozenset({S.READY, S.BUILDING, S.CANCELLED, S.FAILED, S.PAUSED}),
    S.PAUSED: frozenset({S.QUEUED, *WORKING, S.CANCELLED, S.FAILED}),
    S.READY: frozenset({S.EXPIRED, S.REVOKED, S.FAILED}),
    S.FAILED: frozenset({S.QUEUED, S.CANCELLED}),
    S.REFUSED: frozenset(),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
    S.REVOKED: frozenset(),
}


def may_move(status: ExportStatus, to: ExportStatus) -> bool:
    """Is there a way from one station to the other?"""
    return to in MOVES[status]
