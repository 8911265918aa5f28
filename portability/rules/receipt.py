"""Does every record of the snapshot appear in the receipt exactly once?"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from portability.rules.canonical import Json


class Cell(NamedTuple):
    """Where a record is counted: kind, container, day (UTC, or `undated`), content type (or `-`)."""

    kind: str
    container: str
    day: str
    type: str


class Outcome(NamedTuple):
    """What became of a record: the list it is counted in, and the clause, rule or error."""

    list: str
    why: str = ""


EXPORTED = Outcome("exported")


@dataclass(frozen=True, slots=True)
class Tally:
    """Records by cell and outcome, as they were met while building."""

    counts: Counter[tuple[Cell, Outcome]] = field(default_factory=Counter)

    def add(self, cell: Cell, outcome: Outcome, number: int = 1) -> None:
        self.counts[cell, outcome] += number

    def merge(self, other: "Tally") -> None:
        self.counts.update(other.counts)

    def total(self, name: str) -> int:
        """How many records ended in one list."""
        return sum(number for (_, outcome), number in self.counts.items() if outcome.list == name)

    def by_reason(self, name: str) -> dict[str, int]:
        """The records of one list by clause, rule or error."""
        found: Counter[str] = Counter()
        for (_, outcome), number in self.counts.items():
            if outcome.list == name:
                found[outcome.why] += number
        return dict(sorted(found.items()))

    def cells(self) -> Counter[Cell]:
        found: Counter[Cell] = Counter()
        for (cell, _), number in self.counts.items():
            found[cell] += number
        return found


def imbalance(snapshot: Counter[Cell], tally: Tally) -> tuple[str, ...]:
    """One sentence per cell in which `in snapshot = exported + excluded + withheld + failed` does not hold."""
    met = tally.cells()
    return tuple(
        f"{' / '.join(cell)}: {snapshot[cell]} in the snapshot, {met[cell]} accounted for"
        for cell in sorted(set(snapshot) | set(met))
        if snapshot[cell] != met[cell]
    )


def rows(snapshot: Counter[Cell], tally: Tally) -> list[Json]:
    """The table of the receipt, one object per cell, in order."""
    table: dict[Cell, dict[str, Json]] = {
        cell: {**cell._asdict(), "in_snapshot": number} for cell, number in sorted(snapshot.items())
    }
    for (cell, outcome), number in sorted(tally.counts.items()):
        row = table.setdefault(cell, {**cell._asdict(), "in_snapshot": 0})
        if not outcome.why:
            row[outcome.list] = number
            continue
        reasons = row.setdefault(outcome.list, {})
        if isinstance(reasons, dict):
            reasons[outcome.why] = number
    return list(table.values())
