"""How did one source of activity deliver?"""

from dataclasses import dataclass, field
from datetime import datetime

from analytics.rules.clock_skew import ClockSkew
from analytics.rules.coverage import DayCoverage
from analytics.rules.window_coverage import FeedCoverage


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """A needed source in the 28 days up to as_of, each of which stands in `days`, the oldest first.

    `heartbeat`: the declared least events a day; None: expectations are learnt from its weekdays.
    """

    source: str
    coverage: FeedCoverage
    last_at: datetime | None
    heartbeat: int | None = None
    days: tuple[DayCoverage, ...] = ()
    clock: ClockSkew = field(default_factory=ClockSkew)

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "status": self.coverage.status.value,
            "received": self.coverage.received,
            "expected": self.coverage.expected,
            "last_at": self.last_at.isoformat() if self.last_at else None,
            "share": self.coverage.share,
            "heartbeat": self.heartbeat,
            "clock": self.clock.as_json(),
            "days": [
                {
                    "date": day.date.isoformat(),
                    "status": day.status.value,
                    "received": day.received,
                    "expected": day.expected,
                }
                for day in self.days
            ],
        }
