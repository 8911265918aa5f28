"""At which status may a touchpoint, a delivery, an obligation stand, and what may follow?"""

from enum import StrEnum


class TouchpointStatus(StrEnum):
    PLANNED = "planned"
    RELEASED = "released"
    SERVED = "served"
    MISSED = "missed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Planned or under way: the reconciler may still take it back."""
        return self in {TouchpointStatus.PLANNED, TouchpointStatus.RELEASED}


class DeliveryStatus(StrEnum):
    HELD = "held"
    READY = "ready"
    CLAIMED = "claimed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    SOFT_BOUNCED = "soft_bounced"
    HARD_BOUNCED = "hard_bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


UNSENT = frozenset({DeliveryStatus.HELD, DeliveryStatus.READY, DeliveryStatus.CLAIMED})
LEASED = frozenset({DeliveryStatus.CLAIMED, DeliveryStatus.SENDING})
NOBODY = "nobody to write to"  # why a contact was released without a delivery
# What the recipient may have read; an ambiguous one counts as told.
TOLD = frozenset(
    {DeliveryStatus.SENDING, DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.SOFT_BOUNCED}
    | {DeliveryStatus.UNCERTAIN, DeliveryStatus.COMPLAINED}
)
TOOK = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED})
BOUNCED = frozenset({DeliveryStatus.HARD_BOUNCED, DeliveryStatus.COMPLAINED})
TAKEN_BACK = frozenset({DeliveryStatus.SUPERSEDED, DeliveryStatus.CANCELLED, DeliveryStatus.EXPIRED})
DEAD_ENDS = BOUNCED | {DeliveryStatus.SUPPRESSED, DeliveryStatus.FAILED}

NEXT: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    DeliveryStatus.HELD: frozenset(
        {DeliveryStatus.READY, DeliveryStatus.EXPIRED, DeliveryStatus.CANCELLED, DeliveryStatus.SUPERSEDED}
        | {DeliveryStatus.ACCEPTED, DeliveryStatus.UNCERTAIN}  # after a quarantine alone
    ),
    DeliveryStatus.READY: frozenset(
        {DeliveryStatus.CLAIMED, DeliveryStatus.EXPIRED, DeliveryStatus.CANCELLED, DeliveryStatus.SUPERSEDED}
    ),
    DeliveryStatus.CLAIMED: frozenset(
        {DeliveryStatus.SENDING, DeliveryStatus.READY, DeliveryStatus.HELD, DeliveryStatus.SUPPRESSED}
        | {DeliveryStatus.EXPIRED, DeliveryStatus.CANCELLED, DeliveryStatus.SUPERSEDED, DeliveryStatus.UNCERTAIN}
    ),
    DeliveryStatus.SENDING: frozenset(
        {DeliveryStatus.ACCEPTED, DeliveryStatus.READY, DeliveryStatus.FAILED, DeliveryStatus.HARD_BOUNCED}
        | {DeliveryStatus.UNCERTAIN}
    ),
    DeliveryStatus.UNCERTAIN: frozenset(
        {DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.HARD_BOUNCED, DeliveryStatus.FAILED}
    ),
    DeliveryStatus.ACCEPTED: frozenset(
        {DeliveryStatus.SOFT_BOUNCED, DeliveryStatus.DELIVERED, DeliveryStatus.HARD_BOUNCED, DeliveryStatus.COMPLAINED}
    ),
    DeliveryStatus.SOFT_BOUNCED: frozenset(
        {DeliveryStatus.DELIVERED, DeliveryStatus.HARD_BOUNCED, DeliveryStatus.COMPLAINED}
    ),
    DeliveryStatus.DELIVERED: frozenset({DeliveryStatus.HARD_BOUNCED, DeliveryStatus.COMPLAINED}),
    DeliveryStatus.HARD_BOUNCED: frozenset({DeliveryStatus.COMPLAINED}),
    DeliveryStatus.COMPLAINED: frozenset(),
    DeliveryStatus.SUPPRESSED: frozenset(),
    DeliveryStatus.FAILED: frozenset(),
    DeliveryStatus.EXPIRED: frozenset(),
    DeliveryStatus.CANCELLED: frozenset(),
    DeliveryStatus.SUPERSEDED: frozenset(),
}

RANKS: dict[DeliveryStatus, int] = {
    DeliveryStatus.ACCEPTED: 10,
    DeliveryStatus.SOFT_BOUNCED: 20,
    DeliveryStatus.DELIVERED: 30,
    DeliveryStatus.HARD_BOUNCED: 40,
    DeliveryStatus.COMPLAINED: 50,
}
# What a notice inside somebody else's letter may be after that one left; any other was not in it.
WENT_ALONG = frozenset(RANKS) | {DeliveryStatus.UNCERTAIN, DeliveryStatus.FAILED}


def raised(current: DeliveryStatus, event: DeliveryStatus) -> DeliveryStatus:
    """What an event of the provider makes of a delivery: events only ever raise the rank."""
    return event if RANKS[event] > RANKS.get(current, 0) else current


class ObligationStatus(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    ACKNOWLEDGED = "acknowledged"
    WAIVED = "waived"
    BREACHED = "breached"
    SUPERSEDED = "superseded"


class AttemptOutcome(StrEnum):
    OPEN = "open"
    OK = "ok"
    REFUSED = "refused"
    TEMPORARY = "temporary"
    AMBIGUOUS = "ambiguous"


class TaskOutcome(StrEnum):
    """How a desk task ended; only `reached` counts, and needs a named person, a day and a note."""

    REACHED = "reached"
    LEFT_MESSAGE = "left_message"
    WRONG_PERSON = "wrong_person"
    REFUSED = "refused"
    PROMISED = "promised"
    ASKED_EXEMPTION = "asked_exemption"
    REVIEWED = "reviewed"


class TaskKind(StrEnum):
    CALL = "call"
    FIND_CONTACT = "find_contact"
    REVIEW_UNCERTAIN = "review_uncertain"
    BACK_IN_USE = "back_in_use"
    FOLLOW_UP = "follow_up"
    LETTER = "letter"
    BREACH = "breach"
    REPLY = "reply"


class DeskAct(StrEnum):
    """What may be done with a task of the desk."""

    CLOSED = "closed"
    UNDONE = "undone"
    SNOOZED = "snoozed"
    HANDED_OVER = "handed_over"
    ESCALATED = "escalated"
    BACKED_UP = "backed_up"
