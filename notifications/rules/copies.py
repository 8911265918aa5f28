"""Which event does a webhook get, how does its copy stand, and when is it tried again?"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from lifecycle.rules.stages import Stage


class EndpointStatus(StrEnum):
    """`gone`: it answered 410, or refused for too long."""

    ACTIVE = "active"
    STOPPED = "stopped"
    GONE = "gone"


class CopyStatus(StrEnum):
    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


# Standard Webhooks 1.0.0, "Deliverability and reliability": waits before each further attempt.
WAITS = tuple(
    timedelta(seconds=each)
    for each in (5, 300, 1_800, 7_200, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600)
)
LONGEST = timedelta(days=1)
EVENT_TYPES: dict[Stage, str] = {
    Stage.ANNOUNCED: "module.sunset.announced",
    Stage.CLOSED_TO_NEW: "module.closed_to_new",
    Stage.READ_ONLY: "module.read_only",
    Stage.EXPORT_ONLY: "module.export_only",
    Stage.OFF: "module.shutdown.executed",
    Stage.OBSERVING: "module.shutdown.executed",
    Stage.ARCHIVED: "module.archived",
    Stage.CLOSED: "module.closed",
    Stage.PAUSED: "module.sunset.paused",
    Stage.CANCELLED: "module.sunset.cancelled",
    Stage.ROLLED_BACK: "module.shutdown.rolled_back",
}
ALARM = "alarm"  # to rooms of staff alone
DATE_CHANGED = "module.sunset.date_changed"
RESUMED = "module.sunset.resumed"
OUTAGE_STARTED, OUTAGE_ENDED = "module.brownout.started", "module.brownout.ended"


@dataclass(frozen=True, slots=True)
class Said:
    """What a webhook has heard of a plan: its stage, how often its dates moved, and the open outage's start or ''."""

    stage: Stage
    revision: int
    outage: str = ""

    def __str__(self) -> str:
        return f"{self.stage}:{self.revision}:{self.outage}"


def said_in(text: str) -> Said | None:
    """Of the text of one; None before the first."""
    stage, _, rest = text.partition(":")
    revision, _, outage = rest.partition(":")
    return Said(Stage(stage), int(revision), outage) if text else None


def next_event(last: Said | None, now: Said) -> tuple[str, Said] | None:
    """The one event to tell next, and what is heard with it. Stage and dates come first, an outage after them."""
    if last is None or (last.stage, last.revision) != (now.stage, now.revision):
        return event_type(last.stage if last else None, now.stage), replace(now, outage=last.outage if last else "")
    if last.outage == now.outage:
        return None
    return (OUTAGE_STARTED if now.outage else OUTAGE_ENDED), now


def event_type(before: Stage | None, now: Stage) -> str:
    """The same stage again means that dates moved; out of a pause it goes on."""
    if before is now:
        return DATE_CHANGED
    return RESUMED if before is Stage.PAUSED and now is not Stage.CANCELLED else EVENT_TYPES[now]


def wait_after(attempts: int, *, spread: float, asked_for_s: float | None = None) -> timedelta | None:
    """Before the next attempt, after so many; None: given up. `spread` from 0 to 1 keeps receivers from one beat."""
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1] * (1 + 0.1 * spread)
    if asked_for_s:
        wait = max(wait, timedelta(seconds=min(asked_for_s, LONGEST.total_seconds())))  # they may ask for for ever
    return wait
