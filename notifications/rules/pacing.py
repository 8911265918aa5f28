"""How fast may mail go to one domain, or through one provider, after it asked for patience?

A lane without faults and without a rate of its own is not slowed. All figures follow from its row and the instant.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

THROTTLED = frozenset({"421", "450", "454"})
EVERYBODY = ""  # the domain of the lane that all messages of a channel share: its provider
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
FIRST_BREAK, LONGEST_BREAK = timedelta(seconds=15), timedelta(minutes=10)
FORGIVEN_AFTER = timedelta(hours=2)
AFTER_A_FAULT = 60.0  # messages a minute, halved by each further fault, doubled by each quarter of an hour without
DOUBLES_IN = timedelta(minutes=15)
FAST_ENOUGH = 2_000.0
_BURST = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Lane:
    """`per_minute` None: no rate of its own. `tokens` were left at `refilled_at`; `faults` are those in a row."""

    domain: str
    faults: int = 0
    fault_at: datetime | None = None
    slow_until: datetime | None = None
    per_minute: float | None = None
    tokens: float = 0.0
    refilled_at: datetime | None = None

    @property
    def is_provider(self) -> bool:
        return self.domain == EVERYBODY


def pause_after(lane: Lane, *, now: datetime) -> tuple[int, datetime]:
    """How many faults in a row it has with this one, and until when nothing is sent through it."""
    is_forgiven = lane.fault_at is None or now - lane.fault_at > FORGIVEN_AFTER
    faults = 1 if is_forgiven else lane.faults + 1
    first, longest = (FIRST_BREAK, LONGEST_BREAK) if lane.is_provider else (FIRST_PAUSE, LONGEST_PAUSE)
    wait: timedelta = min(first * (1 << min(faults - 1, 16)), longest)
    return faults, now + wait


def is_shut(lane: Lane, *, now: datetime) -> bool:
    return lane.slow_until is not None and now < lane.slow_until


def rate_at(lane: Lane, *, now: datetime) -> float | None:
    """Messages a minute; None is as many as there are. A provider that is back is tried with one message first."""
    if lane.is_provider or not lane.faults or lane.slow_until is None:
        return lane.per_minute
    calm = max(0.0, (now - lane.slow_until) / DOUBLES_IN)
    slowed: float = AFTER_A_FAULT * 2.0 ** min(calm - (lane.faults - 1), 30.0)
    if slowed >= FAST_ENOUGH:
        return lane.per_minute
    return max(1.0, min(slowed, lane.per_minute or slowed))


def tokens_at(lane: Lane, *, now: datetime) -> float:
    """How many messages may be claimed now: what came since, never more than ten seconds' worth and at least one."""
    rate = rate_at(lane, now=now)
    if rate is None:
        return float("inf")
    most = max(1.0, rate * (_BURST / timedelta(minutes=1)))
    if lane.refilled_at is None:
        return most
    return min(most, lane.tokens + rate * max(0.0, (now - lane.refilled_at) / timedelta(minutes=1)))
