"""Which of those affected are asked for, how many are there, and what is configured but never used?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lifecycle.rules.affected import LEFT, AffectedStatus, SubjectKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them; empty is any. `account` is a key."""

    status: str = ""
    account: str = ""
    kind: str = ""

    @property
    def is_possible(self) -> bool:
        return self.status in {"", *AffectedStatus} and self.kind in {"", *SubjectKind}


@dataclass(frozen=True, slots=True)
class Tally:
    """Subjects by status."""

    counts: Mapping[AffectedStatus, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Those of whom use must still end."""
        return sum(self.counts.get(status, 0) for status in LEFT)

    def of(self, status: AffectedStatus) -> int:
        return self.counts.get(status, 0)


def dormant(configured: Iterable[str], seen: Collection[str]) -> tuple[str, ...]:
    """Integrations that the plan names and of which no use was ever seen: data to clean, not use to move."""
    names = {name.casefold() for name in seen}
    return tuple(name for name in dict.fromkeys(configured) if name.casefold() not in names)
