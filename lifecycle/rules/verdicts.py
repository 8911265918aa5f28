"""May we, and if not, what stands in the way?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """The kinds of evidence fault, then the ways in which an act itself is out of place."""

    MISSING = "missing"
    BELOW = "below"
    STALE = "stale"
    UNKNOWN = "unknown"
    WRONG_STAGE = "wrong_stage"
    WRONG_PERSON = "wrong_person"
    TOO_EARLY = "too_early"
    BROKEN_RULE = "broken_rule"


@dataclass(frozen=True, slots=True)
class Blocker:
    """A code and values: `criterion` says which rule, `subject` whose (an account key, or '' for the plan).

    `facts` are (name, value as text) pairs for the sentence; one renderer (`lifecycle.api.sentence`) makes it.
    """

    criterion: str
    reason: Reason
    subject: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        return dict(self.facts).get(name, "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """True when nothing blocks. Cautions inform: overrides, exemptions, values near their limit."""

    blockers: tuple[Blocker, ...] = ()
    cautions: tuple[Blocker, ...] = field(default=())

    def __bool__(self) -> bool:
        return not self.blockers

    @property
    def level(self) -> str:
        if self.blockers:
            return "blocked"
        return "caution" if self.cautions else "safe"

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(self.blockers + other.blockers, self.cautions + other.cautions)


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict that holds every finding, in order."""
    found = Verdict()
    for each in verdicts:
        found += each
    return found


def blocked(criterion: str, reason: Reason, /, *, subject: str = "", **facts: object) -> Verdict:
    """A verdict with one blocker."""
    pairs = tuple((name, str(value)) for name, value in facts.items())
    return Verdict((Blocker(criterion, reason, subject, pairs),))
