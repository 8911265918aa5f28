"""Is an account's export settled and its archive proven, and in which words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portability.rules.depth import Depth

DRILL_COUNTS_FOR = timedelta(days=7)
COPIES_NEEDED = 2
FETCHED = "downloaded and verified"


@dataclass(frozen=True, slots=True)
class Finding:
    """A value for a gate and the sentence beside it. None is unknown."""

    value: bool | int | None
    detail: str


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """A copy of the newest archive snapshot: its place, what was last found there, and its newest equal drill."""

    place: str
    depth: Depth
    equal_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """How far the account's own exports and words went."""

    downloaded_and_verified_at: datetime | None
    declined_at: datetime | None
    archived_at: datetime | None
    ready: int
    missing_at_source: int = 0
    shortfall: str = ""


@dataclass(frozen=True, slots=True)
class FetchedExport:
    """An export that was downloaded and verified, by its request and the totals of its receipt."""

    verified_at: datetime
    narrowing: tuple[str, ...]
    failed: int
    withheld: int
    missing_at_source: int

    @property
    def is_whole(self) -> bool:
        """What the source never gave is listed and no failure of ours; everything else must be in it."""
        return not self.narrowing and not self.failed and not self.withheld

    @property
    def shortfall(self) -> str:
        """Why it is only a part."""
        parts = [f"narrowed by {', '.join(self.narrowing)}"] if self.narrowing else []
        for count, what in ((self.failed, "failed"), (self.withheld, "withheld")):
            parts += [f"{count} {'item' if count == 1 else 'items'} {what}"] if count else []
        return "; ".join(parts)


def settled(facts: ExportFacts) -> Finding:
    """Downloaded and verified, declined in writing, or archived for them: the first that holds is named."""
    for at, words in (
        (facts.downloaded_and_verified_at, FETCHED),
        (facts.declined_at, "declined in writing"),
        (facts.archived_at, "archived for them after the deadline"),
    ):
        if at is not None:
            return Finding(True, f"{words} on {at:%Y-%m-%d}{_of_links(facts) if words == FETCHED else ''}")
    if facts.shortfall:
        return Finding(False, f"only part was exported: {facts.shortfall}")
    return Finding(False, "an export is ready but not fetched" if facts.ready else "no export, no answer")


def _of_links(facts: ExportFacts) -> str:
    found = facts.missing_at_source
    return (
        f"; {found} {'file was' if found == 1 else 'files were'} missing at the source, listed in its receipt"
        if found
        else ""
    )


def restores(copies: Sequence[CopyFacts], *, is_current: bool | None, now: datetime) -> Finding:
    """Two places at least, each restored within a week and equal record by record.

    `is_current`: does the archive hold the newest content? None when there is no archive.
    """
    if is_current is None:
        return Finding(False, "nothing is archived")
    if not is_current:
        return Finding(False, "content came in after the archive was taken")
    proven = {
        copy.place
        for copy in copies
        if copy.depth is Depth.EQUAL and copy.equal_at is not None and now - copy.equal_at <= DRILL_COUNTS_FOR
    }
    words = f"{len(proven)} of {len(copies)} copies restored and equal within {DRILL_COUNTS_FOR.days} days"
    return Finding(len(proven) >= COPIES_NEEDED, words)
