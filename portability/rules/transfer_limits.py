"""What would the replacement not keep of a record, and what is done about it?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from lifecycle.rules.verdicts import Reason, Verdict, blocked, together
from portability.rules.canonical import Json

SHOWN = 5
Accepted: TypeAlias = frozenset["LossCode"]


class LossCode(StrEnum):
    """Ways in which a target holds less than the source."""

    KIND = "kind"
    TEXT_LENGTH = "text_length"
    OBJECT_BYTES = "object_bytes"
    FILE_BYTES = "file_bytes"
    EDITS = "edits"
    REACTIONS = "reactions"
    PRECISION = "precision"


class Remedy(StrEnum):
    """What becomes of it: whatever is not written stays whole in the archive."""

    ARCHIVE_ONLY = "archive_only"
    SPLIT = "split"
    DROP = "drop"
    ROUND = "round"


REMEDIES: dict[LossCode, Remedy] = {
    LossCode.KIND: Remedy.ARCHIVE_ONLY,
    LossCode.TEXT_LENGTH: Remedy.SPLIT,
    LossCode.OBJECT_BYTES: Remedy.ARCHIVE_ONLY,
    LossCode.FILE_BYTES: Remedy.ARCHIVE_ONLY,
    LossCode.EDITS: Remedy.DROP,
    LossCode.REACTIONS: Remedy.DROP,
    LossCode.PRECISION: Remedy.ROUND,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a target can hold; None is without limit. `kinds` are those it takes, `precision_ms` its clock's step."""

    kinds: tuple[str, ...] | None = None
    text_length: int | None = None
    object_bytes: int | None = None
    file_bytes: int | None = None
    keeps_edits: bool = True
    keeps_reactions: bool = True
    precision_ms: int = 1

    def takes(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds

    def as_json(self) -> dict[str, Json]:
        return {
            "kinds": None if self.kinds is None else list(self.kinds),
            "text_length": self.text_length,
            "object_bytes": self.object_bytes,
            "file_bytes": self.file_bytes,
            "keeps_edits": self.keeps_edits,
            "keeps_reactions": self.keeps_reactions,
            "precision_ms": self.precision_ms,
        }


def limits_from(value: Json) -> Limits:
    """Read what a target says; names that we do not know are left out. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("limits are one JSON object")
    kinds = value.get("kinds")
    if kinds is not None and not (isinstance(kinds, list) and all(isinstance(each, str) for each in kinds)):
        raise ValueError("kinds: a list of words, or nothing")
    return Limits(
        kinds=None if kinds is None else tuple(str(each) for each in kinds),
        text_length=_size(value, "text_length"),
        object_bytes=_size(value, "object_bytes"),
        file_bytes=_size(value, "file_bytes"),
        keeps_edits=_truth(value, "keeps_edits"),
        keeps_reactions=_truth(value, "keeps_reactions"),
        precision_ms=_size(value, "precision_ms") or 1,
    )


def _size(value: dict[str, Json], name: str) -> int | None:
    found = value.get(name)
    if found is None:
        return None
    if type(found) is not int or found < 1:
        raise ValueError(f"{name}: a whole number from 1 on, not {found!r}")
    return found


def _truth(value: dict[str, Json], name: str) -> bool:
    found = value.get(name, True)
    if not isinstance(found, bool):
        raise ValueError(f"{name}: true or false, not {found!r}")
    return found


@dataclass(slots=True)
class LossReport:
    """What of a snapshot would be lost, counted by code with a few examples (`kind id`)."""

    counts: dict[LossCode, int] = field(default_factory=dict)
    examples: dict[LossCode, list[str]] = field(default_factory=dict)

    def add(self, name: str, losses: Iterable[LossCode]) -> None:
        for code in losses:
            self.counts[code] = self.counts.get(code, 0) + 1
            shown = self.examples.setdefault(code, [])
            if len(shown) < SHOWN:
                shown.append(name)

    def as_json(self) -> list[dict[str, Json]]:
        """In the order of the codes."""
        return [
            {
                "loss": code.value,
                "count": self.counts[code],
                "remedy": REMEDIES[code].value,
                "examples": list(self.examples[code]),
            }
            for code in LossCode
            if code in self.counts
        ]


def report_from(rows: Iterable[dict[str, Json]]) -> LossReport:
    """Read back what `as_json` wrote."""
    report = LossReport()
    for row in rows:
        code, examples, count = LossCode(str(row["loss"])), row["examples"], row["count"]
        report.counts[code] = count if isinstance(count, int) else 0
        report.examples[code] = [str(each) for each in examples] if isinstance(examples, list) else []
    return report


def unaccepted(report: LossReport, accepted: Accepted, *, account: str) -> Verdict:
    """Each loss that nobody accepted blocks."""
    return together(
        blocked(
            "transfer_loss",
            Reason.BROKEN_RULE,
            subject=account,
            loss=code.value,
            count=report.counts[code],
            remedy=REMEDIES[code].value,
        )
        for code in LossCode
        if code in report.counts and code not in accepted
    )
