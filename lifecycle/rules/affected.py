"""Whom does a retirement touch by name, and what may change how far each of them is?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class SubjectKind(StrEnum):
    """What used the module. A feed names a token as an integration that begins with `token:`."""

    USER = "user"
    INTEGRATION = "integration"
    TOKEN = "token"  # noqa: S105  (a kind of subject, not a secret)
    CLIENT_VERSION = "client_version"


class AffectedStatus(StrEnum):
    """The first five are a ladder, least advanced first; the last two stand aside while an account's leave runs."""

    PENDING = "pending"
    NOTIFIED = "notified"
    ACKNOWLEDGED = "acknowledged"
    MOVING = "moving"
    CLEAR = "clear"
    EXEMPT = "exempt"
    BREAKAGE_ACCEPTED = "breakage_accepted"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Signal(StrEnum):
    """What can be learnt of a subject. `said_done` is a person's word: it is kept as a claim and moves nothing."""

    USED = "used"
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    MOVING = "moving"
    SILENT = "silent"
    SAID_DONE = "said_done"


LADDER = tuple(AffectedStatus)[:5]
LEFT = LADDER[:4]
ASIDE = frozenset(AffectedStatus) - frozenset(LADDER)
_REACHES = {
    Signal.TOLD: AffectedStatus.NOTIFIED,
    Signal.ACKNOWLEDGED: AffectedStatus.ACKNOWLEDGED,
    Signal.MOVING: AffectedStatus.MOVING,
    Signal.SILENT: AffectedStatus.CLEAR,
}
# What moves a status; every pair that is not here changes nothing. `clear` is reached by observed silence alone, and
# left by use alone. Use after it by somebody whom nobody ever told is pending again.
FLIPS: Mapping[tuple[AffectedStatus, Signal], AffectedStatus] = {
    **{
        (status, signal): reached
        for signal, reached in _REACHES.items()
        for status in LEFT
        if LADDER.index(status) < LADDER.index(reached)
    },
    (AffectedStatus.CLEAR, Signal.USED): AffectedStatus.NOTIFIED,
}


def moved_by(signal: Signal) -> tuple[AffectedStatus, ...]:
    """The statuses that this signal changes, in the order of the ladder."""
    return tuple(status for status in LADDER if (status, signal) in FLIPS)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one subject is. `last_at` is its newest use; `told_at` the first proven delivery to its account."""

    status: AffectedStatus
    last_at: datetime
    told_at: datetime | None = None
    reopened_at: datetime | None = None
    claimed_at: datetime | None = None


def after(standing: Standing, signal: Signal, *, at: datetime, now: datetime) -> Standing:
    """The standing once that is learnt at `now`; `at` is when it happened.

    Use counts by its own time: what is no newer than the last known use says nothing new. What was acknowledged or
    begun before a subject came back says nothing of its new use. Silence is only given here by an observer who knows
    that its sources delivered.
    """
    if signal is Signal.USED:
        return _after_use(standing, at, now)
    if signal is Signal.SAID_DONE:
        return replace(standing, claimed_at=at)
    known = replace(standing, told_at=standing.told_at or at) if signal is Signal.TOLD else standing
    is_old = standing.reopened_at is not None and at <= standing.reopened_at
    if is_old and signal in {Signal.ACKNOWLEDGED, Signal.MOVING}:
        return known
    return replace(known, status=FLIPS.get((standing.status, signal), standing.status))


def _after_use(standing: Standing, at: datetime, now: datetime) -> Standing:
    if at <= standing.last_at:
        return standing
    if (standing.status, Signal.USED) not in FLIPS:
        return replace(standing, last_at=at)
    return replace(standing, status=reopened_as(standing.told_at), last_at=at, reopened_at=now)


def reopened_as(told_at: datetime | None) -> AffectedStatus:
    """What `clear` becomes when use resumes: nobody is called notified to whom nothing was delivered."""
    return FLIPS[AffectedStatus.CLEAR, Signal.USED] if told_at else AffectedStatus.PENDING


def least_advanced(statuses: Iterable[AffectedStatus]) -> AffectedStatus | None:
    """What the account as a whole shows; None without a subject. Those aside count only where there are no others."""
    found = set(statuses)
    return next((status for status in AffectedStatus if status in found), None)
