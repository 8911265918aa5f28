"""Is there room for another batch, or should the sender wait until those that wait are imported?"""

import math
from dataclasses import dataclass

MOST_EVENTS = 2_000_000
MOST_BYTES = 1_000_000_000
MOST_BATCHES = 20_000
EVENTS_A_SECOND = 20_000  # what a worker takes at least (specification of usage, section 4)
LONGEST_S = 60


@dataclass(frozen=True, slots=True)
class Backlog:
    """What was received and is not imported yet."""

    batches: int
    events: int
    size_bytes: int

    @property
    def is_full(self) -> bool:
        return self.batches >= MOST_BATCHES or self.events >= MOST_EVENTS or self.size_bytes >= MOST_BYTES

    @property
    def retry_after_s(self) -> int:
        """Whole seconds in which a tenth of it should be done: by then there is room again."""
        return max(1, min(LONGEST_S, math.ceil(self.events / 10 / EVENTS_A_SECOND)))
