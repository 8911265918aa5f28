"""How much of what a source delivered does a rule leave out?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Events of a source whose action fits `pattern`. An event that several patterns fit counts under the first.

    `events` None: not all of these days' events are here, so that nobody can count.
    """

    source: str
    pattern: str
    events: int | None

    def as_json(self) -> dict[str, object]:
        return {"pattern": self.pattern, "events": self.events}
