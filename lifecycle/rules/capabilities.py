"""What can the module do, and does its replacement do it too?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Coverage(StrEnum):
    COVERED = "covered"
    PARTLY = "partly"
    LACKING = "lacking"

    @property
    def label(self) -> str:
        return {"covered": "Covered", "partly": "Partly covered", "lacking": "Lacking"}[self.value]


@dataclass(frozen=True, slots=True)
class Capability:
    """`is_essential`: the replacement is not ready while it lacks this (A5)."""

    name: str
    coverage: Coverage
    is_essential: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CoverageCount:
    covered: int
    partly: int
    lacking: int
    lacking_essential: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.covered + self.partly + self.lacking


def count_coverage(capabilities: Iterable[Capability]) -> CoverageCount:
    """How many are covered, partly covered, lacking; and which essential ones are lacking, by name."""
    found = tuple(capabilities)
    counts = {each: sum(one.coverage is each for one in found) for each in Coverage}
    essential = sorted(one.name for one in found if one.is_essential and one.coverage is Coverage.LACKING)
    return CoverageCount(counts[Coverage.COVERED], counts[Coverage.PARTLY], counts[Coverage.LACKING], tuple(essential))
